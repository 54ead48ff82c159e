using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Tests.Policies;

/// <summary>Profiles, paths and tags, however they are written and whatever is known of them.</summary>
public class FieldPatternsTests
{
    private const string Arn = "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/a1b2c3d4e5f6";

    private static readonly Invocation Call = new()
    {
        Id = new RecordId("111122223333", "us-east-1", Guid.Empty),
        Timestamp = DateTimeOffset.UnixEpoch,
        Caller = Caller.Parse("arn:aws:sts::111122223333:assumed-role/agent/one"),
        Model = ModelId.Parse(Arn),
    };

    private static readonly Invocation Named = Call with
    {
        Model = Call.Model with { Profile = new ApplicationProfile("a1b2c3d4e5f6") { Name = "Shop checkout", Arn = Arn } },
    };

    [Theory]
    [InlineData("Shop checkout", true)]
    [InlineData("Shop *", true)]
    [InlineData("a1b2c3d4e5f6", true)]
    [InlineData("application-inference-profile/a1b2c3d4e5f6", true)]
    [InlineData(Arn, true)]
    [InlineData("arn:aws:bedrock:*:111122223333:application-inference-profile/*", true)]
    [InlineData("arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/*", false)]
    // AWS tells names apart by case.
    [InlineData("shop checkout", false)]
    // What begins a name may begin an id by chance.
    [InlineData("a1*", false)]
    [InlineData("(none)", false)]
    public void A_profile_matches_by_its_name_its_id_and_its_ARN(string pattern, bool matches) =>
        Matches(Dimension.Profile, pattern, Named).ShouldBe(matches);

    [Fact]
    public void A_profile_whose_name_cannot_be_had_is_its_id_and_a_call_without_one_is_none()
    {
        DimensionValue.Of(Call, Dimension.Profile).ShouldBe("a1b2c3d4e5f6");
        DimensionValue.Of(Call with { Model = ModelId.Parse("a1b2c3d4e5f6") }, Dimension.Profile).ShouldBe("a1b2c3d4e5f6");
        foreach (var other in (string[])["eu.anthropic.claude-3-7-sonnet-20250219-v1:0", "anthropic.claude-3-7-sonnet-20250219-v1:0",
            "arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.anthropic.claude-3-7-sonnet-20250219-v1:0"])
        {
            DimensionValue.Of(Call with { Model = ModelId.Parse(other) }, Dimension.Profile).ShouldBe("(none)", other);
            Matches(Dimension.Profile, "(none)", Call with { Model = ModelId.Parse(other) }).ShouldBeTrue();
        }

        DimensionValue.Of(Call, Dimension.ProfileTag("centre")).ShouldBe("(unknown)");
        DimensionValue.Of(Call with { Model = ModelId.Parse("a.b") }, Dimension.ProfileTag("centre")).ShouldBe("(none)");
    }

    [Fact]
    public void A_path_that_is_not_known_counts_as_fulfilled_and_a_tag_does_not()
    {
        DimensionValue.Of(Call, Dimension.Path).ShouldBe("(unknown)");
        Matches(Dimension.Path, "/teams/*", Call).ShouldBeTrue();
        DimensionValue.Of(Call, Dimension.PrincipalTag("team")).ShouldBe("(unknown)");
        Matches(Dimension.PrincipalTag("team"), "payments", Call).ShouldBeFalse();
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:root")]
    [InlineData("arn:aws:sts::444455556666:assumed-role/agent/one")]
    [InlineData("arn:aws:sts::111122223333:federated-user/anna")]
    [InlineData("")]
    public void Who_is_no_role_or_user_of_the_account_has_neither_path_nor_tags(string arn)
    {
        var call = Call with { Caller = Caller.Parse(arn) };

        DimensionValue.Of(call, Dimension.Path).ShouldBe("(none)");
        DimensionValue.Of(call, Dimension.PrincipalTag("team")).ShouldBe("(none)");
        Matches(Dimension.Path, "/teams/*", call).ShouldBeFalse();
    }

    [Fact]
    public void Tags_of_a_principal_are_told_apart_without_case_of_the_key_and_with_case_of_the_value()
    {
        var call = Call with
        {
            Caller = Call.Caller with
            {
                Principal = Call.Caller.Principal with { Tags = TagSet.OfPrincipal([KeyValuePair.Create("Team", "Payments")]) },
            },
        };

        Matches(Dimension.PrincipalTag("team"), "Payments", call).ShouldBeTrue();
        Matches(Dimension.PrincipalTag("team"), "payments", call).ShouldBeFalse();
        DimensionValue.Of(call, Dimension.PrincipalTag("unit")).ShouldBe("(none)");
    }

    [Theory]
    [InlineData("path", "teams/*", "begins with `/`")]
    [InlineData("path", "/teams", "ends in `/`")]
    [InlineData("path", "/teams/", null)]
    [InlineData("path", "/teams/*", null)]
    [InlineData("path", "(none)", null)]
    [InlineData("profile", "eu.anthropic.claude-opus-4-6-v1", "AWS defines")]
    [InlineData("profile", "arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.anthropic.x", "AWS defines")]
    [InlineData("profile", "eu.shop", null)]
    public void What_can_match_nothing_by_its_form_is_known(string field, string pattern, string? part)
    {
        var problem = DimensionForm.Problem(field == "path" ? Dimension.Path : Dimension.Profile, new Glob(pattern));
        if (part is null)
            problem.ShouldBeNull();
        else
            problem.ShouldNotBeNull().ShouldContain(part);
    }

    private static bool Matches(Dimension field, string pattern, Invocation call) =>
        new FieldPatterns(new FieldMatch(field, [new Glob(pattern)])).Matches(call, PrincipalPaths.Unknown);
}

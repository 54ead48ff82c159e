using System.Text.RegularExpressions;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Tests.Denies;

public partial class SpendingDenyTests
{
    private static readonly string Document = SpendingDeny.Document();

    [Fact]
    public void Fits_one_managed_policy() => Document.Length.ShouldBeLessThanOrEqualTo(DenyDocument.MaximumLength);

    [Fact]
    public void Every_statement_denies_and_says_what_in_letters_and_digits()
    {
        var statements = Documents.Statements(Document);
        statements.ShouldAllBe(statement => statement.GetProperty("Effect").GetString() == "Deny");
        statements.ShouldAllBe(statement => Sid().IsMatch(statement.GetProperty("Sid").GetString()!));
        statements.Select(statement => statement.GetProperty("Sid").GetString()).ShouldBeUnique();
    }

    [Theory]
    [InlineData("bedrock:InvokeModel")]
    [InlineData("bedrock:InvokeModelWithResponseStream")]
    [InlineData("bedrock:InvokeAgent")]
    [InlineData("bedrock:CreateModelInvocationJob")]
    [InlineData("bedrock:CreateProvisionedModelThroughput")]
    [InlineData("bedrock:CreateMarketplaceModelEndpoint")]
    [InlineData("bedrock:CallWithBearerToken")]
    [InlineData("bedrock-mantle:CreateInference")]
    [InlineData("bedrock-mantle:CreateReservation")]
    [InlineData("bedrock-mantle:CallWithBearerToken")]
    [InlineData("bedrock-agentcore:InvokeAgentRuntime")]
    [InlineData("bedrock-agentcore:StartBrowserSession")]
    [InlineData("bedrock-websearch:InvokeSearch")]
    public void Denies_what_spends_on_every_resource(string action) => Denied(action).ShouldBeTrue();

    [Theory]
    [InlineData("bedrock:ListFoundationModels")]
    [InlineData("bedrock:GetInvoke")]
    [InlineData("bedrock:CountTokens")]
    [InlineData("bedrock:CancelInvoke")]
    [InlineData("bedrock:DeleteProvisionedModelThroughput")]
    [InlineData("bedrock:DeleteMarketplaceModelEndpoint")]
    [InlineData("bedrock:DeleteCustomModelDeployment")]
    [InlineData("bedrock:StopModelInvocationJob")]
    [InlineData("bedrock-mantle:CancelInference")]
    [InlineData("bedrock-mantle:DeleteReservation")]
    [InlineData("bedrock-agentcore:StopRuntimeSession")]
    [InlineData("bedrock-agentcore:DeleteOnlineEvaluationConfig")]
    public void Leaves_reading_and_ending_alone(string action) => Denied(action).ShouldBeFalse();

    [Fact]
    public void Keeps_the_stop_from_being_detached_in_any_partition()
    {
        var statement = Documents.Named(Document, "DetachTheStop");
        statement.Texts("Action").ShouldBe(["iam:DetachRolePolicy", "iam:DetachUserPolicy", "iam:DetachGroupPolicy"]);
        statement.GetProperty("Condition").GetProperty("ArnLike").GetProperty("iam:PolicyARN").GetString()
            .ShouldBe("arn:*:iam::*:policy/killswitch/*");
    }

    [Fact]
    public void Keeps_the_stop_from_being_rewritten()
    {
        var statement = Documents.Named(Document, "RewriteTheStop");
        statement.Texts("Resource").ShouldBe(["arn:*:iam::*:policy/killswitch/*"]);
        statement.Texts("Action").ShouldContain("iam:SetDefaultPolicyVersion");
    }

    [Fact]
    public void Keeps_the_tags_of_stopped_sessions() =>
        Documents.Named(Document, "RetagTheStop").GetProperty("Condition").GetProperty("ForAnyValue:StringLike").GetProperty("aws:TagKeys")
            .GetString().ShouldBe("killswitch-stopped*");

    [Fact]
    public void Includes_all_that_the_mantle_deny_says() =>
        Documents.Named(Document, "SpendOnMantle").GetRawText()
            .ShouldBe(Documents.Statements(MantleDeny.Document()).ShouldHaveSingleItem().GetRawText());

    private static bool Denied(string action) => Documents.Statements(Document).Any(statement =>
        !statement.TryGetProperty("Condition", out _)
        && statement.Texts("Resource").Contains("*")
        && statement.Texts("Action").Any(pattern => new Glob(pattern).Matches(action)));

    [GeneratedRegex("^[A-Za-z0-9]+$")]
    private static partial Regex Sid();
}

using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Facts;
using KillSwitch.Engine.Routes;
using KillSwitch.Engine.Tests.Ports;
using KillSwitch.Engine.Tests.Replay;
using Microsoft.Extensions.Time.Testing;

namespace KillSwitch.Engine.Tests.Facts;

public class ProfileTagBookTests
{
    private const string Profile = "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/a1b2c3d4e5f6";

    private static readonly Dimension Centre = Dimension.ProfileTag("centre");

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 10, 10, 0, 0, 0, TimeSpan.Zero));
    private readonly InMemoryMemory _memory = new();
    private readonly InMemoryRoutes _routes = new();

    [Fact]
    public async Task Tags_are_read_once_an_hour_by_all_parts_together_and_go_on_as_last_known()
    {
        Tag("4711");
        var (one, other) = (Book(), Book());
        (await CentreAsync(one)).ShouldBe("4711");
        (await CentreAsync(other)).ShouldBe("4711");
        _routes.TagReadings.ShouldBe(1);

        Tag("0815");
        _clock.Advance(TimeSpan.FromHours(1));
        (await CentreAsync(one)).ShouldBe("0815");
        _routes.Tags = null;
        _clock.Advance(TimeSpan.FromHours(2));
        (await CentreAsync(one)).ShouldBe("0815");
        (await CentreAsync(Book())).ShouldBe("0815");
    }

    [Fact]
    public async Task Of_tags_that_were_never_seen_nothing_is_known_and_they_are_asked_for_again()
    {
        _routes.Tags = null;
        var book = Book();
        (await CentreAsync(book)).ShouldBe("(unknown)");
        (await CentreAsync(book)).ShouldBe("(unknown)");
        _routes.TagReadings.ShouldBe(1);

        Tag("4711");
        _clock.Advance(TimeSpan.FromMinutes(1));
        (await CentreAsync(book)).ShouldBe("4711");
    }

    [Fact]
    public async Task A_policy_that_asks_for_no_tag_of_a_profile_reads_none()
    {
        await Book().DescribeAsync(Rules(Dimension.Profile), [Calls.Call(1, 0, model: Profile)], default);

        _routes.TagReadings.ShouldBe(0);
    }

    [Fact]
    public async Task The_name_comes_with_the_model_for_every_spelling_and_is_kept()
    {
        _routes.Put(Profile, "anthropic.claude-opus-4-6-v1", profile: "Shop checkout");
        foreach (var process in (RouteBook[])[new(_routes, _memory, _clock), new(_routes, _memory, _clock)])
        {
            var calls = await process.ResolveAsync([Calls.Call(1, 0, model: Profile), Calls.Call(2, 0, model: "a1b2c3d4e5f6")], default);
            calls.ShouldAllBe(call => DimensionValue.Of(call, Dimension.Profile) == "Shop checkout" && call.Model.Profile!.Arn == Profile);
        }

        _routes.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_route_that_was_kept_without_a_name_is_asked_for_again()
    {
        _routes.Put(Profile, "anthropic.claude-opus-4-6-v1", profile: "shop");
        await _memory.KeepAsync(
            "route/us-east-1/ApplicationProfile/a1b2c3d4e5f6",
            $"{_clock.GetUtcNow().AddHours(20).ToUnixTimeSeconds()} Regional anthropic.claude-opus-4-6-v1", default);

        var call = (await new RouteBook(_routes, _memory, _clock).ResolveAsync([Calls.Call(1, 0, model: Profile)], default)).Single();

        DimensionValue.Of(call, Dimension.Profile).ShouldBe("shop");
    }

    private async Task<string> CentreAsync(ProfileTagBook book) => DimensionValue.Of(
        (await book.DescribeAsync(Rules(Centre), [Calls.Call(1, 0, model: Profile)], default)).Single(), Centre);

    private void Tag(string centre) =>
        _routes.Tags = new Dictionary<string, TagSet> { [Profile] = TagSet.OfProfile([KeyValuePair.Create("centre", centre)]) };

    private static RuleBook Rules(Dimension per) => new(Calls.Policy(Calls.Cap(1) with { Per = [per], Stop = StopScope.None }));

    private ProfileTagBook Book() => new(_routes, _memory, _clock);
}

using System.Collections.Immutable;
using KillSwitch.Engine.Deploying;

namespace KillSwitch.Engine.Tests.Deploying;

public class StackValueTests
{
    private static readonly Dictionary<string, string> Nothing = [];

    [Fact]
    public void What_is_named_comes_before_what_the_stack_has_before_what_is_known_before_the_default()
    {
        var values = All(
            new() { ["email"] = "new@example.com" },
            new() { ["email"] = "old@example.com", ["operators"] = "user/anna", ["gone"] = "x" },
            new() { ["operators"] = "user/ben", ["regions"] = "us-west-2" });

        values.ShouldBe(
        [
            new("email", "new@example.com", false), new("runningJobs", "stop", false), new("regions", "us-west-2", false),
            new("operators", "user/anna", true), new("name", "guard", false), new("codeBucket", "bucket", false),
            new("homeTable", "table", false),
        ]);
    }

    [Fact]
    public void An_empty_value_asks_for_the_default_again() => All(
        new() { ["runningJobs"] = "", ["email"] = "" }, new() { ["runningJobs"] = "report", ["email"] = "a@b" }, Nothing).Take(2)
        .ShouldBe([new("email", "", false), new("runningJobs", "stop", false)]);

    [Fact]
    public void What_the_stack_has_and_this_release_no_longer_allows_is_said() =>
        Should.Throw<ArgumentException>(() => All([], new() { ["runningJobs"] = "halt" }, Nothing))
            .Message.ShouldBe("`halt` is not allowed for `runningJobs`; allowed: stop, report");

    [Theory]
    [InlineData("an address", "`x` is not allowed for `email`; allowed: an address")]
    [InlineData("allowed are addresses", "`x` is not allowed for `email`; allowed are addresses")]
    [InlineData(null, "`x` is not allowed for `email`; allowed: what fits [a-c]+")]
    public void What_is_allowed_is_said_once(string? description, string sentence) =>
        new TemplateParameter("email", "", [], "[a-c]+", description).Fault("x").ShouldBe(sentence);

    [Fact]
    public void What_has_no_value_is_asked_for() =>
        Should.Throw<ArgumentException>(() => StackValue.All(
                TemplateText.With(parameters: """ "budget": { "Type": "String" } """), ImmutableDictionary<string, string>.Empty, Nothing,
                Nothing, _ => null))
            .Message.ShouldBe("`budget` has no value; give it by -c budget=VALUE");

    [Fact]
    public void What_this_version_cannot_fill_in_is_said() =>
        Should.Throw<ArgumentException>(() => StackValue.All(
                TemplateText.With(), ImmutableDictionary<string, string>.Empty, Nothing, Nothing, _ => null))
            .Message.ShouldContain("wants `codeBucket` to be filled in with `code-bucket`, which this version");

    private static IReadOnlyList<StackValue> All(
        Dictionary<string, string> given, Dictionary<string, string> stack, Dictionary<string, string> known) => StackValue.All(
        TemplateText.With(), given.ToImmutableDictionary(), stack, known, word => word == "code-bucket" ? "bucket" : "table");
}

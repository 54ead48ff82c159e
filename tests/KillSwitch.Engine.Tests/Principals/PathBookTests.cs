using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Principals;
using KillSwitch.Engine.Tests.Replay;
using Microsoft.Extensions.Time.Testing;

namespace KillSwitch.Engine.Tests.Principals;

public class PathBookTests
{
    private static readonly DateTimeOffset Created = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ListedAccount _account = new();
    private readonly InMemoryMemory _memory = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 4, 24, 9, 0, 0, TimeSpan.Zero));
    private readonly RuleBook _rules = Rules("role/platform/BreakGlass");

    [Fact]
    public async Task What_iam_lists_is_asked_for_once_and_kept_for_every_other_part()
    {
        _account.Add("role/BreakGlass", Created, "/platform/");
        await Book().TeachAsync(_rules, TestContext.Current.CancellationToken);
        _rules.Paths.Of("role/BreakGlass").ShouldBe("/platform/");

        var other = Rules("role/platform/BreakGlass");
        await Book().TeachAsync(other, batch: [], TestContext.Current.CancellationToken);

        other.Paths.Of("role/BreakGlass").ShouldBe("/platform/");
        _account.Readings.ShouldBe(1);
    }

    [Fact]
    public async Task A_policy_that_names_no_path_asks_nobody()
    {
        await Book().TeachAsync(Rules("role/BreakGlass"), [Calls.Call(1, 0, role: "BreakGlass")], TestContext.Current.CancellationToken);

        _account.Readings.ShouldBe(0);
    }

    [Fact]
    public async Task Whom_a_batch_names_and_nobody_knows_is_asked_for_and_who_is_not_there_not_in_every_batch()
    {
        var book = Book();
        await book.TeachAsync(_rules, batch: [], TestContext.Current.CancellationToken);
        _account.Add("role/BreakGlass", Created, "/teams/");
        _clock.Advance(TimeSpan.FromSeconds(20));

        await book.TeachAsync(
            _rules, [Calls.Call(1, 0, role: "BreakGlass"), Calls.Call(2, 0, role: "other")], TestContext.Current.CancellationToken);
        _rules.Paths.Of("role/BreakGlass").ShouldBe("/teams/");
        _rules.IsExempt(Calls.Call(1, 0, role: "BreakGlass").Caller.Principal).ShouldBeFalse();
        _account.Readings.ShouldBe(2);

        _account.Everyone.Clear();
        var gone = Rules("role/platform/Gone*");
        for (var i = 0; i < 4; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(20));
            await book.TeachAsync(gone, [Calls.Call(3, 0, role: "Gone1")], TestContext.Current.CancellationToken);
        }

        _account.Readings.ShouldBe(3);
        gone.MayBeExempt("role/Gone1", ListedAccount.Account).ShouldBeTrue();
    }

    [Fact]
    public async Task A_role_that_came_again_on_another_path_is_seen_within_the_watchs_minutes()
    {
        _account.Add("role/BreakGlass", Created, "/platform/");
        var book = Book();
        await book.TeachAsync(_rules, TestContext.Current.CancellationToken);
        _account.Everyone.Clear();
        _account.Add("role/BreakGlass", Created.AddDays(1), "/");

        _clock.Advance(TimeSpan.FromMinutes(4));
        await book.TeachAsync(_rules, TestContext.Current.CancellationToken);

        _rules.MayBeExempt("role/BreakGlass", ListedAccount.Account).ShouldBeFalse();
    }

    [Fact]
    public async Task A_new_policy_that_names_another_path_asks_at_once()
    {
        _account.Add("role/BreakGlass", Created, "/platform/");
        _account.Add("role/agent-1", Created, "/teams/");
        var book = Book();
        await book.TeachAsync(_rules, TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromSeconds(16));

        var next = Rules("role/other/agent-*");
        await book.TeachAsync(next, TestContext.Current.CancellationToken);

        next.MayBeExempt("role/agent-1", ListedAccount.Account).ShouldBeFalse();
    }

    [Fact]
    public async Task While_iam_refuses_a_path_counts_as_fulfilled_and_nothing_fails()
    {
        _account.Refusal = "it is throttled";

        await Book().TeachAsync(_rules, [Calls.Call(1, 0, role: "BreakGlass")], TestContext.Current.CancellationToken);

        _rules.IsExempt(Calls.Call(1, 0, role: "BreakGlass").Caller.Principal).ShouldBeTrue();
    }

    [Fact]
    public async Task A_text_that_somebody_edited_is_asked_for_anew()
    {
        _account.Add("role/BreakGlass", Created, "/platform/");
        await _memory.KeepAsync("paths", "{\"at\":7}", TestContext.Current.CancellationToken);

        await Book().TeachAsync(_rules, batch: [], TestContext.Current.CancellationToken);

        _rules.Paths.Of("role/BreakGlass").ShouldBe("/platform/");
    }

    private static RuleBook Rules(string exempt) => new(new Policy { Exempt = [new Glob(exempt)] });

    private PathBook Book() => new(_account, _memory, ListedAccount.Account, _clock);
}

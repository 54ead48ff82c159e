using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Facts;
using KillSwitch.Engine.Tests.Principals;
using KillSwitch.Engine.Tests.Replay;
using Microsoft.Extensions.Time.Testing;

namespace KillSwitch.Engine.Tests.Facts;

public class PrincipalBookTests
{
    private static readonly Dimension Team = Dimension.PrincipalTag("team");

    private readonly ListedAccount _account = new();
    private readonly InMemoryMemory _memory = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 4, 24, 9, 0, 0, TimeSpan.Zero));
    private readonly RuleBook _rules = Rules(Team);

    [Fact]
    public async Task Everybodys_tags_are_read_once_an_hour_by_all_parts_together()
    {
        _account.Tag("role/agent", "payments");
        var (one, other) = (Book(), Book());
        (await TeamAsync(one)).ShouldBe("payments");
        (await TeamAsync(other)).ShouldBe("payments");
        _account.Tag("role/agent", "search");
        _clock.Advance(TimeSpan.FromMinutes(59));
        (await TeamAsync(one)).ShouldBe("payments");
        _account.Readings.ShouldBe(1);

        _clock.Advance(TimeSpan.FromMinutes(1));
        (await TeamAsync(one)).ShouldBe("search");
        (await TeamAsync(other)).ShouldBe("search");
        _account.Readings.ShouldBe(2);
        _account.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_who_was_never_met_is_asked_for_at_once_alone_and_by_one_part()
    {
        _account.Tag("role/agent", "payments");
        var (one, other) = (Book(), Book());
        await TeamAsync(one);
        _account.Tag("role/new", "search");

        (await TeamAsync(one, "new")).ShouldBe("search");
        (await TeamAsync(one, "new")).ShouldBe("search");
        _clock.Advance(TimeSpan.FromSeconds(16));
        (await TeamAsync(other, "new")).ShouldBe("search");
        (await TeamAsync(other)).ShouldBe("payments");

        (_account.Readings, _account.Asked.Count).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Many_who_were_never_met_are_read_with_everybody()
    {
        _account.Tag("role/agent", "payments");
        var book = Book();
        await TeamAsync(book);
        Invocation[] batch = [.. Enumerable.Range(0, 30).Select(n => Calls.Call(n, 0, role: $"r{n}"))];
        foreach (var n in Enumerable.Range(0, 30))
            _account.Tag($"role/r{n}", "search");
        _clock.Advance(TimeSpan.FromSeconds(16));

        (await book.DescribeAsync(_rules, batch, default)).ShouldAllBe(call => DimensionValue.Of(call, Team) == "search");
        (_account.Readings, _account.Asked.Count).ShouldBe((2, 0));
    }

    [Fact]
    public async Task Whom_IAM_does_not_have_for_ten_minutes_has_no_tag_and_is_not_asked_for_again()
    {
        var book = Book();
        for (var i = 0; i < 5; i++)
        {
            (await TeamAsync(book, "gone")).ShouldBe("(unknown)");
            _clock.Advance(TimeSpan.FromMinutes(2));
        }

        for (var i = 0; i < 3; i++)
        {
            (await TeamAsync(book, "gone")).ShouldBe("(none)");
            _clock.Advance(TimeSpan.FromMinutes(2));
        }

        _account.Asked.Count.ShouldBe(6);
    }

    [Fact]
    public async Task Who_was_only_just_made_is_asked_for_again_within_a_minute()
    {
        var book = Book();
        (await TeamAsync(book, "new")).ShouldBe("(unknown)");
        _clock.Advance(TimeSpan.FromSeconds(59));
        (await TeamAsync(book, "new")).ShouldBe("(unknown)");

        _account.Tag("role/new", "search");
        _clock.Advance(TimeSpan.FromSeconds(1));

        (await TeamAsync(book, "new")).ShouldBe("search");
        _account.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task While_iam_refuses_tags_are_as_they_were_last_known_and_of_one_who_is_new_not_known()
    {
        _account.Tag("role/agent", "payments");
        var book = Book();
        await TeamAsync(book);
        _account.Refusal = "it is throttled";
        _clock.Advance(TimeSpan.FromHours(3));

        (await TeamAsync(book)).ShouldBe("payments");
        (await TeamAsync(book, "new")).ShouldBe("(unknown)");
        (await TeamAsync(Book())).ShouldBe("payments");

        _account.Refusal = null;
        _account.Tag("role/new", "search");
        _clock.Advance(TimeSpan.FromMinutes(1));
        (await TeamAsync(book, "new")).ShouldBe("search");
    }

    [Fact]
    public async Task A_policy_that_asks_for_neither_path_nor_tag_reads_nothing()
    {
        IReadOnlyCollection<Invocation> batch = [Calls.Call(1, 0)];

        (await Book().DescribeAsync(Rules(Dimension.Principal), batch, default)).ShouldBeSameAs(batch);

        (_account.Readings, _account.Asked.Count).ShouldBe((0, 0));
    }

    [Fact]
    public async Task A_policy_that_asks_for_another_tag_reads_at_once()
    {
        _account.Tag("role/agent", "payments");
        var book = Book();
        await TeamAsync(book);
        _clock.Advance(TimeSpan.FromSeconds(16));

        var call = (await book.DescribeAsync(Rules(Dimension.PrincipalTag("unit")), [Calls.Call(1, 0)], default)).Single();

        DimensionValue.Of(call, Dimension.PrincipalTag("unit")).ShouldBe("(none)");
        _account.Readings.ShouldBe(2);
    }

    [Theory]
    [InlineData("{\"at\":7}")]
    [InlineData("")]
    [InlineData("[]")]
    public async Task A_text_that_somebody_edited_is_asked_for_anew(string text)
    {
        _account.Add("role/agent", DateTimeOffset.UnixEpoch, "/teams/");
        await _memory.KeepAsync("principals", text, default);

        var call = (await Book().DescribeAsync(Rules(Dimension.Path), [Calls.Call(1, 0)], default)).Single();

        DimensionValue.Of(call, Dimension.Path).ShouldBe("/teams/");
    }

    private async Task<string> TeamAsync(PrincipalBook book, string role = "agent") =>
        DimensionValue.Of((await book.DescribeAsync(_rules, [Calls.Call(1, 0, role: role)], default)).Single(), Team);

    private static RuleBook Rules(Dimension per) => new(Calls.Policy(Calls.Cap(1) with { Per = [per], Stop = StopScope.None }));

    private PrincipalBook Book() => new(_account, _memory, _clock);
}

using KillSwitch.Core.Invocations;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Routes;
using KillSwitch.Engine.Tests.Ports;
using Microsoft.Extensions.Time.Testing;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Routes;

public class RouteBookTests
{
    private const string Profile = "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/a1b2c3d4e5f6";
    private const string Opus = "anthropic.claude-opus-4-6-v1";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 10, 10, 0, 0, 0, TimeSpan.Zero));
    private readonly InMemoryMemory _memory = new();
    private readonly InMemoryRoutes _routes = new();

    // As a record's own answer names it.
    private static readonly ModelId Answered =
        new(Profile, "anthropic.claude-sonnet-4-5-20250929-v1:0", ModelScope.Regional, IsOpaque: false) { IsAnswered = true };

    private RouteBook Book() => new(_routes, _memory, _clock);

    [Fact]
    public async Task A_call_is_one_of_the_model_behind_the_name_and_keeps_the_name()
    {
        _routes.Put(Profile, Opus, ModelScope.Global);

        var resolved = await Book().ResolveAsync([Call(1, 0, model: Profile), Call(2, 0)], default);

        resolved.Select(call => call.Model).ShouldBe([new ModelId(Profile, Opus, ModelScope.Global, IsOpaque: false), Call(2, 0).Model]);
        resolved.First().Model.Vendor.ShouldBe("anthropic");
    }

    [Fact]
    public async Task Names_that_say_their_model_are_never_asked_for_and_cost_nothing()
    {
        IReadOnlyCollection<Invocation> batch =
            [Call(1, 0, model: Opus), Call(2, 0, model: "us." + Opus),
            Call(3, 0, model: Profile) with { ErrorCode = "ThrottlingException" }];
        var unused = new RouteBook(new BrokenRoutes(), new BrokenMemory(), _clock);

        (await unused.ResolveAsync(batch, default)).ShouldBeSameAs(batch);
        unused.TakeNews().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_model_that_was_found_is_asked_for_again_after_a_day_and_by_no_other_process_before()
    {
        _routes.Put(Profile, Opus);
        var book = Book();
        await ResolveAsync(book);
        await ResolveAsync(book);
        (await ResolveAsync(Book())).Id.ShouldBe(Opus);
        _clock.Advance(TimeSpan.FromHours(23));
        await ResolveAsync(book);
        _routes.Asked.Count.ShouldBe(1);

        _clock.Advance(TimeSpan.FromHours(2));
        await ResolveAsync(book);
        await ResolveAsync(Book());
        _routes.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_may_not_be_seen_is_asked_for_again_after_ten_minutes_and_said_once()
    {
        _routes.Always = new RouteAnswer.Hidden("the guard may not see it");
        var book = Book();

        (await ResolveAsync(book)).IsOpaque.ShouldBeTrue();
        book.TakeNews().ShouldBe([(Profile, "the guard may not see it")]);
        for (var i = 0; i < 3; i++)
        {
            _clock.Advance(TimeSpan.FromMinutes(11));
            await ResolveAsync(book);
            await ResolveAsync(book);
        }

        _routes.Asked.Count.ShouldBe(4);
        book.TakeNews().ShouldBeEmpty();
        var restarted = Book();
        await ResolveAsync(restarted);
        restarted.TakeNews().ShouldBeEmpty();
        _routes.Asked.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Bedrock_is_believed_more_than_an_answer()
    {
        _routes.Put(Profile, Opus);

        (await ResolveAsync(Book(), Answered)).Id.ShouldBe(Opus);
    }

    [Fact]
    public async Task What_may_not_be_seen_is_what_its_answers_say_for_the_metrics_too()
    {
        _routes.Always = new RouteAnswer.Hidden("the guard may not see it");
        (await ResolveAsync(Book())).IsOpaque.ShouldBeTrue();
        var book = Book();

        var resolved = await book.ResolveAsync(
            [Call(1, 0, model: Profile), Call(2, 0) with { Model = Answered }, Call(3, 0, model: Profile)], default);

        resolved.Select(call => (call.Model.Raw, call.Model.Id, call.Model.IsOpaque)).Distinct().ShouldBe([(Profile, Answered.Id, false)]);
        book.TakeNews().ShouldBeEmpty();
        // The metrics name it by its bare id, and are read by another process.
        var metrics = new RouteBook(_routes, _memory, _clock);
        var bare = ModelId.Parse("a1b2c3d4e5f6");
        await metrics.LearnAsync([("us-east-1", bare)], default);
        metrics.Of("us-east-1", bare).Id.ShouldBe(Answered.Id);
    }

    [Fact]
    public async Task What_an_answer_said_chooses_for_no_other_answer_and_no_longer_than_nobody_knows_better()
    {
        _routes.Always = new RouteAnswer.Hidden("the guard may not see it");
        var book = Book();
        await ResolveAsync(book, Answered with { Id = "anthropic.claude-3-haiku-20240307-v1:0" });

        (await ResolveAsync(book, Answered)).Id.ShouldBe(Answered.Id);
        (await ResolveAsync(Book(), Answered)).Id.ShouldBe(Answered.Id);
        _clock.Advance(TimeSpan.FromMinutes(11));
        (await ResolveAsync(Book(), Answered)).Id.ShouldBe(Answered.Id);
        (await ResolveAsync(Book())).Id.ShouldBe(Answered.Id);
        _clock.Advance(TimeSpan.FromMinutes(11));
        (await ResolveAsync(Book())).Id.ShouldBe(Answered.Id, "nothing newer can be had");
        _routes.Always = null;
        _routes.Put(Profile, Opus);
        _clock.Advance(TimeSpan.FromMinutes(11));
        (await ResolveAsync(book, Answered)).Id.ShouldBe(Opus);
        (await ResolveAsync(Book())).Id.ShouldBe(Opus);
    }

    [Fact]
    public async Task An_answer_stands_where_nobody_can_be_asked()
    {
        (await ResolveAsync(new RouteBook(_routes, new BrokenMemory(), _clock), Answered)).ShouldBe(Answered);
        (await ResolveAsync(new RouteBook(new BrokenRoutes(), _memory, _clock), Answered)).Id.ShouldBe(Answered.Id);
        (await ResolveAsync(new RouteBook(routes: null, new InMemoryMemory(), _clock), Answered)).Id.ShouldBe(Answered.Id);
    }

    [Fact]
    public async Task What_was_known_once_is_taken_on_while_it_cannot_be_asked_for()
    {
        _routes.Put(Profile, Opus);
        await ResolveAsync(Book());
        _clock.Advance(TimeSpan.FromDays(2));

        _routes.Always = new RouteAnswer.Unavailable("throttled");
        (await ResolveAsync(Book())).Id.ShouldBe(Opus);
        (await ResolveAsync(new RouteBook(new SilentRoutes(), _memory, _clock) { Patience = TimeSpan.Zero })).Id.ShouldBe(Opus);
        (await ResolveAsync(new RouteBook(new SilentRoutes(), _memory, new StillClock(_clock.GetUtcNow()))
        {
            Patience = TimeSpan.FromMilliseconds(50),
        })).Id.ShouldBe(Opus);
        _routes.Always = new RouteAnswer.Hidden("it is deleted");
        var book = Book();
        (await ResolveAsync(book)).Id.ShouldBe(Opus);
        _clock.Advance(TimeSpan.FromMinutes(11));
        (await ResolveAsync(book)).Id.ShouldBe(Opus);
    }

    [Fact]
    public async Task A_service_that_does_not_answer_holds_a_batch_up_for_a_moment_and_not_again_within_the_minute()
    {
        var slow = new RouteBook(new SilentRoutes(), _memory, TimeProvider.System) { Patience = TimeSpan.FromMilliseconds(100) };

        (await ResolveAsync(slow)).IsOpaque.ShouldBeTrue();
        slow.TakeNews().ShouldBe([(Profile, "there was no answer in time")]);
        var started = TimeProvider.System.GetTimestamp();
        await ResolveAsync(slow);
        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromMilliseconds(90));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failure_leaves_the_call_under_its_own_name(bool memoryFails)
    {
        var book = memoryFails ? new RouteBook(_routes, new BrokenMemory(), _clock) : new RouteBook(new BrokenRoutes(), _memory, _clock);

        (await ResolveAsync(book)).IsOpaque.ShouldBeTrue();
        book.TakeNews().ShouldBe([(Profile, "broken")]);
    }

    [Fact]
    public async Task Who_only_looks_goes_by_what_others_have_asked()
    {
        _routes.Put(Profile, Opus);
        var looks = new RouteBook(routes: null, _memory, _clock);
        (await ResolveAsync(looks)).IsOpaque.ShouldBeTrue();
        looks.TakeNews().ShouldBeEmpty();

        await ResolveAsync(Book());
        _clock.Advance(TimeSpan.FromDays(3));
        (await ResolveAsync(new RouteBook(routes: null, _memory, _clock))).Id.ShouldBe(Opus);
    }

    [Fact]
    public async Task A_memory_that_holds_something_else_is_asked_over()
    {
        _routes.Put(Profile, Opus);
        foreach (var text in (string[])["", "x", "17 Regional", "17 Sideways a.b", "never Regional a.b"])
        {
            await _memory.KeepAsync("route/us-east-1/ApplicationProfile/a1b2c3d4e5f6", text, default);
            (await ResolveAsync(Book())).Id.ShouldBe(Opus, text);
        }
    }

    private static Task<ModelId> ResolveAsync(RouteBook book) => ResolveAsync(book, ModelId.Parse(Profile));

    private static async Task<ModelId> ResolveAsync(RouteBook book, ModelId model) =>
        (await book.ResolveAsync([Call(1, 0) with { Model = model }], default)).Single().Model;

    // Its time stands, and its timers run.
    private sealed class StillClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    private sealed class BrokenRoutes : IModelRoutes
    {
        public ValueTask<RouteAnswer> FindAsync(ModelRoute route, CancellationToken cancellation) =>
            throw new InvalidOperationException("broken");

        public ValueTask<TagSet?> ProfileTagsAsync(string arn, CancellationToken cancellation) =>
            throw new InvalidOperationException("broken");

        public ValueTask<IReadOnlyList<string>> OwnArnsAsync(Func<string, bool> isOne, string region, CancellationToken cancellation) =>
            throw new InvalidOperationException("broken");
    }

    private sealed class SilentRoutes : IModelRoutes
    {
        public async ValueTask<RouteAnswer> FindAsync(ModelRoute route, CancellationToken cancellation) =>
            await new TaskCompletionSource<RouteAnswer>().Task;

        public ValueTask<TagSet?> ProfileTagsAsync(string arn, CancellationToken cancellation) => ValueTask.FromResult<TagSet?>(null);

        public ValueTask<IReadOnlyList<string>> OwnArnsAsync(Func<string, bool> isOne, string region, CancellationToken cancellation) =>
            ValueTask.FromResult<IReadOnlyList<string>>([]);
    }

    private sealed class BrokenMemory : IGuardMemory
    {
        public ValueTask<string?> RecallAsync(string name, CancellationToken cancellation) => throw new InvalidOperationException("broken");

        public ValueTask KeepAsync(string name, string text, CancellationToken cancellation) =>
            throw new InvalidOperationException("broken");

        public ValueTask<bool> TryKeepAsync(string name, string? recalled, string text, CancellationToken cancellation) =>
            throw new InvalidOperationException("broken");
    }
}

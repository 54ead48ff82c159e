using KillSwitch.Core.Invocations;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Routes;

/// <summary>
/// The models behind names that hide them, asked once and then remembered: in this process, and in the guard's memory for every other.
/// A name that says its model is never asked for. Nothing here fails or waits for long: what cannot be told stays hidden, priced and
/// reported as such.
/// </summary>
/// <param name="routes">Null to go by what others have asked.</param>
/// <param name="memory">Shared by every part of the guard, so that the log and the metrics of a route are counted as one model.</param>
public sealed class RouteBook(IModelRoutes? routes, IGuardMemory memory, TimeProvider clock)
{
    // Names are callers' text: what is remembered stays bounded.
    private const int MostKnown = 4096;
    private const int AtOnce = 16;

    private readonly Dictionary<string, KnownRoute> _known = new(StringComparer.Ordinal);
    private readonly List<(string Name, string Reason)> _news = [];

    /// <summary>How long a batch may be held up by all of its routes together.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The calls with the models behind their names; the same calls when no name hides one. Refused calls stay as they are.
    /// </summary>
    public async ValueTask<IReadOnlyCollection<Invocation>> ResolveAsync(
        IReadOnlyCollection<Invocation> batch, CancellationToken cancellation)
    {
        var hidden = batch.Where(call => !call.IsRefused && ModelRoute.Of(call.Model, call.Region) is not null).ToList();
        if (hidden.Count == 0)
            return batch;
        await LearnAsync(hidden.Select(call => (call.Region, call.Model)), cancellation);
        return [.. batch.Select(call => call.IsRefused ? call : call with { Model = Of(call.Region, call.Model) })];
    }

    /// <summary>Asks for what is not known yet, so that <see cref="Of"/> knows it.</summary>
    public async ValueTask LearnAsync(IEnumerable<(string Region, ModelId Model)> names, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var unknown = new Dictionary<string, (ModelRoute Route, ModelId Model)>(StringComparer.Ordinal);
        foreach (var (region, model) in names)
        {
            if (ModelRoute.Of(model, region) is { } route && !(_known.TryGetValue(route.Key, out var known) && now < known.Until))
            {
                // One answer that names the model is enough.
                if (model.IsAnswered || !unknown.ContainsKey(route.Key))
                    unknown[route.Key] = (route, model);
            }
        }

        var until = now + Patience;
        foreach (var some in unknown.Values.Chunk(AtOnce))
        {
            foreach (var (route, (found, news)) in await Task.WhenAll(
                some.Select(async one => (one.Route, await AskAsync(one.Route, one.Model, now, until, cancellation)))))
            {
                if (_known.Count >= MostKnown)
                    _known.Clear();
                _known[route.Key] = found;
                if (news is not null)
                    _news.Add((route.Identifier, news));
            }
        }
    }

    /// <summary>The model behind a name, as far as this process has learnt it; else the name itself.</summary>
    public ModelId Of(string region, ModelId model) =>
        ModelRoute.Of(model, region) is { } route && _known.TryGetValue(route.Key, out var known) && known.Answer is RouteAnswer.Found found
            && !(known.IsAnswered && model.IsAnswered)
            ? ModelId.Parse(found.ModelId) with
            {
                Raw = model.Raw,
                Scope = found.Scope,
                IsOpaque = false,
                Profile = found.Profile,
            }
            : model;

    /// <summary>Names whose model could not be told, each said once; they are forgotten by asking.</summary>
    public IReadOnlyList<(string Name, string Reason)> TakeNews()
    {
        (string, string)[] news = [.. _news];
        _news.Clear();
        return news;
    }

    /// <returns>The answer, and why it is none if that is new.</returns>
    private async Task<(KnownRoute Found, string? News)> AskAsync(
        ModelRoute route, ModelId model, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellation)
    {
        var last = _known.GetValueOrDefault(route.Key);
        var (kept, answer) = await TryLookAsync(route, model, now, until, cancellation);
        if (answer is RouteAnswer.Found)
            return (kept?.IsFresh(route, now) == true ? kept : KnownRoute.Of(answer, now), null);
        var reason = ReasonOf(answer);
        var news = routes is null || model.IsAnswered || reason == ReasonOf(last?.Answer) || reason == ReasonOf(kept?.Answer)
            ? null
            : reason;
        // What was known once is taken on when nothing newer can be had.
        var known = Array.Find([kept, last], one => one?.IsFound == true) ?? Array.Find([kept, last], one => one?.IsAnswered == true);
        return (known is null
            ? KnownRoute.Of(answer, now)
            : KnownRoute.Of(answer, now) with { Answer = known.Answer, IsAnswered = known.IsAnswered }, news);
    }

    private async Task<Looked> TryLookAsync(
        ModelRoute route, ModelId model, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellation)
    {
        try
        {
            return await LookAsync(route, model, now, until, cancellation);
        }
        catch (Exception error) when (error is not OutOfMemoryException && !cancellation.IsCancellationRequested)
        {
            // The call is counted all the same, under the name that it came with.
            return new Looked(null, new RouteAnswer.Unavailable(error.Message));
        }
    }

    private async Task<Looked> LookAsync(
        ModelRoute route, ModelId model, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellation)
    {
        var name = "route/" + route.Key;
        var kept = await KeptText.ReadAsync(memory, name, KnownRoute.Parse, cancellation);
        var isFresh = kept?.IsFresh(route, now) == true;
        if (isFresh && (kept!.Answer is RouteAnswer.Found || !model.IsAnswered))
            return new Looked(kept, kept.Answer);
        if (routes is null)
            return new Looked(kept, kept?.Answer ?? new RouteAnswer.Unavailable("nobody has asked for it yet"));
        var answer = isFresh ? kept!.Answer : await FindAsync(routes, route, until - clock.GetUtcNow(), cancellation);
        // The metrics name the profile alone: what its answers say is kept for them, too.
        if (answer is not RouteAnswer.Found && kept?.IsFound != true && model.IsAnswered)
        {
            var answered = KnownRoute.ByAnswer(model, now);
            await memory.KeepAsync(name, answered.ToText(), cancellation);
            return new Looked(answered, answered.Answer);
        }

        if (answer is RouteAnswer.Found || (answer is RouteAnswer.Hidden && kept?.Answer is not RouteAnswer.Found))
            await memory.KeepAsync(name, KnownRoute.Of(answer, now).ToText(), cancellation);
        return new Looked(kept, answer);
    }

    private async Task<RouteAnswer> FindAsync(IModelRoutes asked, ModelRoute route, TimeSpan left, CancellationToken cancellation)
    {
        if (left <= TimeSpan.Zero)
            return new RouteAnswer.Unavailable("there was no time left to ask");
        try
        {
            return await asked.FindAsync(route, cancellation).AsTask().WaitAsync(left, clock, cancellation);
        }
        catch (TimeoutException)
        {
            return new RouteAnswer.Unavailable("there was no answer in time");
        }
    }

    private static string? ReasonOf(RouteAnswer? answer) => answer switch
    {
        RouteAnswer.Hidden hidden => hidden.Reason,
        RouteAnswer.Unavailable unavailable => unavailable.Reason,
        _ => null,
    };

    /// <param name="Kept">What the memory holds of it, however old.</param>
    /// <param name="Answer">What is so now.</param>
    private sealed record Looked(KnownRoute? Kept, RouteAnswer Answer);
}

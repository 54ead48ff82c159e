using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Stops;

namespace KillSwitch.Cli.Watching;

/// <summary>The live view: reads while it draws and listens, and draws again when something has changed, once a second at least.</summary>
internal sealed class LiveWatch(SnapshotReader reader, Func<string, CancellationToken, Task<StopExplanation?>> explain, LiveScreen screen,
    Glyphs glyphs, TimeProvider clock)
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private Task<Snapshot>? _reading;
    private Task<StopExplanation?>? _explaining;
    private DateTimeOffset _due = DateTimeOffset.MinValue;

    /// <summary>Until q or the end that is asked for; gives the last view.</summary>
    public async Task<WatchView> RunAsync(WatchView view, CancellationToken cancellation)
    {
        var drawn = (View: (WatchView?)null, Second: 0L, Size: (0, 0));
        while (!cancellation.IsCancellationRequested)
        {
            while (screen.Key() is { } key)
            {
                (view, var wish) = WatchKeys.Press(view, key);
                if (wish == WatchWish.Quit)
                    return view;
                if (wish == WatchWish.Refresh)
                    _due = DateTimeOffset.MinValue;
                if (wish == WatchWish.Explain && view.Page is Page.Explained page)
                    _explaining = explain(page.StopId, cancellation);
            }

            view = await ExplainedAsync(await RefreshedAsync(view, cancellation));
            var now = (View: (WatchView?)view, Second: clock.GetUtcNow().ToUnixTimeSeconds(), LiveScreen.Size);
            if (now != drawn || screen.IsStale)
                screen.Draw(new WatchFrame(view, clock.GetUtcNow(), now.Size.Width, now.Size.Height, glyphs).Lines());
            drawn = now;
            await Task.Delay(Beat, clock, CancellationToken.None);
        }

        return view;
    }

    private async Task<WatchView> RefreshedAsync(WatchView view, CancellationToken cancellation)
    {
        if (_reading is { IsCompleted: true } done)
        {
            _reading = null;
            view = await TakeAsync(view, done, cancellation);
            // Another view was asked for while this one was read.
            _due = view.Failure is null && view.Snapshot is not null && !IsShown(view)
                ? DateTimeOffset.MinValue
                : clock.GetUtcNow() + view.Every;
        }

        if (_reading is null && IsRead(view) && clock.GetUtcNow() >= _due)
            _reading = ReadAsync(view, cancellation);
        return view;
    }

    /// <summary>Paused, what is shown stays; what is asked for and not shown is read once.</summary>
    internal static bool IsRead(WatchView view) => !view.IsPaused || !IsShown(view);

    private static bool IsShown(WatchView view) => view.Snapshot is { } snapshot && (snapshot.By, snapshot.Unit) == (view.By, view.Unit);

    private async Task<Snapshot> ReadAsync(WatchView view, CancellationToken cancellation)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(Longest);
        return await reader.ReadAsync(view.By, view.Unit, late.Token);
    }

    private static async Task<WatchView> TakeAsync(WatchView view, Task<Snapshot> done, CancellationToken cancellation)
    {
        try
        {
            return view with { Snapshot = await done, Failure = null };
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return view;
        }
        catch (OperationCanceledException)
        {
            return view with { Failure = $"AWS did not answer within {Brief.Span(Longest)}" };
        }
        catch (Exception error) when (AwsRefusal.Sentence(error) is not null)
        {
            return view with { Failure = AwsRefusal.Sentence(error) };
        }
    }

    private async Task<WatchView> ExplainedAsync(WatchView view)
    {
        if (_explaining is not { IsCompleted: true } done)
            return view;
        _explaining = null;
        try
        {
            var explanation = await done;
            return view.Page is Page.Explained page && (explanation is null || explanation.Stop.Id == page.StopId)
                ? explanation is null
                    ? view with { Page = null, Note = $"{page.StopId} is not on record any more" }
                    : view with { Page = page with { Explanation = explanation } }
                : view;
        }
        catch (OperationCanceledException)
        {
            return view;
        }
        catch (Exception error) when (AwsRefusal.Sentence(error) is not null)
        {
            return view with { Page = null, Note = AwsRefusal.Sentence(error) };
        }
    }
}

using System.Globalization;
using KillSwitch.Core.Stops;

namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>
/// Runs a history on the real engine, and holds it against the model after each step. In the end the watch comes four times more.
/// </summary>
internal static class Trial
{
    private const int Rest = 4;

    /// <param name="history">What happens.</param>
    /// <param name="trace">Told each step and what came of it; null for nobody.</param>
    /// <returns>The first thing that did not hold; null when everything did.</returns>
    public static async Task<Verdict?> RunAsync(History history, Action<string>? trace = null)
    {
        var scene = new Scene(new DrivenAccount(history), new Model(history));
        var (opening, saying, levels) = (new Opening(scene), new Saying(scene), new Levels(scene));
        var at = 0;
        try
        {
            // The guard has run before: its watch knows the policy.
            await scene.Guard.TakeUpAsync();
            foreach (var step in history.Steps.Concat(Enumerable.Repeat(new Step.Watch(null), Rest)))
            {
                scene.Happening = await scene.Guard.DoAsync(step);
                scene.Changes = await scene.Guard.LookAsync();
                trace?.Invoke(Told(scene, step));
                scene.Model.Note(scene.Happening, scene.Now);
                opening.Check();
                Acting.Check(scene);
                NoteEnds(scene);
                saying.CheckWords();
                levels.Check();
                if (scene.Happening is Happening.Watched { IsDone: true } && !scene.Guard.IsBehind)
                {
                    Standing.Check(scene);
                    await saying.CheckLastAsync();
                }

                at++;
            }

            await Counted.CheckAsync(scene, history);
            return null;
        }
        catch (ViolationException violation)
        {
            return new Verdict(violation.Invariant, violation.Detail, at);
        }
#pragma warning disable CA1031 // Whatever it is, a history brought it about.
        catch (Exception error) when (trace is null)
        {
            return new Verdict($"threw {error.GetType().Name}", error.Message, at);
        }
#pragma warning restore CA1031
    }

    private static void NoteEnds(Scene scene)
    {
        foreach (var (before, after) in scene.Changes)
        {
            if (before is { State: not StopState.Observed } && after.State is StopState.Releasing or StopState.Released
                && scene.Happening is not Happening.Restored && before.ReleaseAt <= scene.Guard.Now)
            {
                scene.Model.Lapsed(after, scene.Now, scene.IsAsOpened(after) && scene.Model.StandsBehind(after));
            }
        }
    }

    private static string Told(Scene scene, Step step) => string.Create(
        CultureInfo.InvariantCulture,
        $"{scene.Guard.Now.UtcDateTime:MM-dd HH:mm:ss}  {step}{string.Concat(scene.Changes.Select(Said))}{string.Concat(Answers(scene.Happening))}");

    private static string Said((Stop? Before, Stop After) change) => $"\n                  > {Scene.Said(change.After)}";

    private static IEnumerable<string> Answers(Happening happening) => happening switch
    {
        Happening.Restored restored => restored.Stops.Select(one => $"\n                  = {one.Result.GetType().Name} for {one.Stop.Id}"),
        Happening.Approved approved => approved.Stops.Select(one => $"\n                  = {one.Result.GetType().Name} for {one.Stop.Id}"),
        Happening.Metered { Batches: [var one] } =>
            [$"\n                  = {one.Batch.Count} records, policy {one.Policy}{(one.IsDone ? "" : ", died")}"],
        Happening.Watched { IsDone: false } => ["\n                  = died"],
        _ => [],
    };
}

using KillSwitch.Core.Tampering;
using System.Text.Json;
using KillSwitch.Aws;
using KillSwitch.Aws.Account;
using KillSwitch.Aws.Deployments;
using KillSwitch.Aws.Logging;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Settings;
using KillSwitch.Engine.Tampering;
using KillSwitch.Lambda.CustomResource;
using KillSwitch.Lambda.Runtime;
using KillSwitch.Lambda.Telemetry;

namespace KillSwitch.Lambda;

/// <summary>
/// A custom resource of the stack: sets invocation logging up, and on removal puts it back and takes the deny off everybody, when
/// CloudFormation has that in progress and for nobody else. In between it hears of calls that undo any of that, and puts it back: the one
/// function with the power to.
/// </summary>
internal sealed class SetupFunction(JsonLog log, TimeProvider clock) : IFunction, IDisposable
{
    private const int LooksAtRefused = 3;
    private const int LooksAtUnknown = 6;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    private readonly Guard _guard = GuardEnvironment.Guard(clock);

    public async ValueTask<ReadOnlyMemory<byte>> RunAsync(Invoked invoked, CancellationToken cancellation)
    {
        if (TrailEvent.IsOne(invoked.Payload.Span))
        {
            await new TamperEvents(_guard, log, clock).HandleAsync(invoked.Payload, cancellation);
            return ReadOnlyMemory<byte>.Empty;
        }

        var request = ResourceEvent.Parse(invoked.Payload);
        var verdict = await JudgeAsync(request, cancellation);
        if (verdict is RequestVerdict.Refused refused)
        {
            await RefuseAsync(request, refused.Reason, cancellation);
            return ReadOnlyMemory<byte>.Empty;
        }

        var type = (verdict as RequestVerdict.InProgress)?.ResourceType;
        var physicalId = request.PhysicalId
            ?? $"killswitch-{(type == GuardResource.Lease ? "lease" : "setup")}-{GuardEnvironment.Own(_guard.Place).Stack}";
        var data = new Dictionary<string, string>(StringComparer.Ordinal);
        var failure = (verdict as RequestVerdict.Unknown)?.Reason;
        try
        {
            if (type is null)
                log.Warn("nothing is to be done", ("request", request.RequestType), ("verdict", verdict.GetType().Name));
            else if (type == GuardResource.Lease)
                await new LeaseResource(_guard, log).HandleAsync(request, cancellation);
            else if (request.RequestType == "Delete")
                await RemoveAsync(request, cancellation);
            else
                data["logGroup"] = await SetUpAsync(request, cancellation);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            log.Error("setup failed", error, ("request", request.RequestType));
            failure = AwsProblem.ClauseOf(error);
        }

        // Out of time or not: without an answer the deployment hangs.
        await ResourceAnswer.SendAsync(request, failure, physicalId, data, CancellationToken.None);
        log.Info("setup", ("request", request.RequestType), ("failure", failure), ("logGroup", data.GetValueOrDefault("logGroup")));
        return ReadOnlyMemory<byte>.Empty;
    }

    public ValueTask IdleAsync(CancellationToken cancellation) => ValueTask.CompletedTask;

    public void Dispose() => _guard.Dispose();

    /// <summary>
    /// What CloudFormation says takes a moment to be so everywhere, and so does a permission that the deployment has just given.
    /// </summary>
    private async ValueTask<RequestVerdict> JudgeAsync(ResourceEvent request, CancellationToken cancellation)
    {
        using var formation = _guard.Formation(GuardEnvironment.Region);
        var own = GuardEnvironment.Own(_guard.Place);
        var progress = new StackInProgress(formation, own.Stack);
        for (var look = 1; ; look++)
        {
            var verdict = RequestVerdict.Of(request.Asked, await progress.AskAsync(request.LogicalId, cancellation), own);
            if (verdict is not (RequestVerdict.Refused or RequestVerdict.Unknown)
                || look >= (verdict is RequestVerdict.Refused ? LooksAtRefused : LooksAtUnknown))
            {
                return verdict;
            }

            await Task.Delay(BetweenLooks, clock, cancellation);
        }
    }

    // No answer: one to whoever forged it helps nobody.
    private async ValueTask RefuseAsync(ResourceEvent request, string reason, CancellationToken cancellation)
    {
        log.Warn("a request is not CloudFormation's, and nothing was done", ("request", request.RequestType),
            ("resource", request.LogicalId), ("stack", request.StackId), ("reason", reason));
        log.Metrics(new MetricsLine(_guard.Place.Stack).Count(GuardMetric.Tampering, 1).Count(GuardMetric.Trouble, 1));
        await new ForgedRequests(_guard.Stops, _guard.Notifier).TellAsync(request.Asked, reason, clock.GetUtcNow(), cancellation);
    }

    private async Task<string> SetUpAsync(ResourceEvent request, CancellationToken cancellation)
    {
        var wish = new LoggingWish(
            Choice(request.Optional("invocationLogging") ?? "auto"),
            request.Required("logGroup"),
            request.Optional("loggingRoleArn"),
            request.Optional("textDelivery") == "true",
            request.Required("filterName"),
            request.Required("meterArn"));
        if (!GuardEnvironment.IsOfSensor(_guard.Place))
        {
            foreach (var hold in _guard.Holds)
                await hold.TakeUpAsync(cancellation);
        }

        using var logging = _guard.Logging(GuardEnvironment.Region);
        var group = await logging.SetUpAsync(wish, cancellation);
        // Whoever deletes it is told of from now on, and not only once a gap was looked for in it.
        await _guard.GroupInUseAsync(GuardEnvironment.Region, cancellation);
        if (GuardEnvironment.IsOfSensor(_guard.Place))
            await _guard.Sensors.EnterAsync(GuardEnvironment.Region, GuardEnvironment.TamperRules ?? 0, cancellation);
        return group;
    }

    private async Task RemoveAsync(ResourceEvent request, CancellationToken cancellation)
    {
        // A sensor goes, and the guard stays: whoever is stopped stays stopped.
        if (GuardEnvironment.IsOfSensor(_guard.Place))
            await _guard.Sensors.StrikeAsync(GuardEnvironment.Region, cancellation);
        else
            await LiftAsync(cancellation);
        using var logging = _guard.Logging(GuardEnvironment.Region);
        await logging.RemoveAsync(request.Required("filterName"), cancellation);
    }

    private async Task LiftAsync(CancellationToken cancellation)
    {
        foreach (var hold in _guard.Holds)
            await hold.GiveUpAsync(cancellation);
        // The denies first: whatever else fails, nobody stays cut off by a guard that is gone.
        foreach (var principal in await _guard.Removal.RunAsync(
            "the removal of the stack " + _guard.Place.Stack, clock.GetUtcNow(), cancellation))
        {
            log.Warn("the deny was taken off a principal that no stop held", ("principal", principal));
        }
    }

    private static LoggingChoice Choice(string word) => word switch
    {
        "auto" => LoggingChoice.Auto,
        "add" => LoggingChoice.Add,
        "none" => LoggingChoice.None,
        _ => throw new JsonException($"`{word}` is no choice for invocationLogging; allowed: auto, add, none"),
    };
}

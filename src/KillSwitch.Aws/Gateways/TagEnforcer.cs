using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Json;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Gateways;

/// <summary>
/// Publishes the stop of a tag, which IAM cannot carry out: it is in force once it is in the book, where gateways read it, and an event
/// tells whoever listens. INVARIANT (the book is enough): an event that cannot be sent keeps no stop from being in force.
/// </summary>
/// <param name="inner">Carries out every other stop.</param>
/// <param name="stack">The guard's.</param>
/// <param name="clock">When it was published.</param>
public sealed class TagEnforcer(IEnforcer inner, AmazonEventBridgeClient events, string stack, TimeProvider clock) : IEnforcer
{
    /// <summary>The source of its events.</summary>
    public const string Source = "killswitch";

    /// <summary>What kind of event it is.</summary>
    public const string DetailType = "Kill switch tag stop";

    public async ValueTask<EnforcementResult> DenyAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
        target is StopTarget.Tag tag
        ? await PublishAsync(tag, "stopped", cancellation)
        : await inner.DenyAsync(target, now, cancellation);

    public async ValueTask<EnforcementResult> AllowAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
        target is StopTarget.Tag tag
        ? await PublishAsync(tag, "restored", cancellation)
        : await inner.AllowAsync(target, now, cancellation);

    public ValueTask<bool?> IsDeniedAsync(StopTarget target, CancellationToken cancellation) =>
        target is StopTarget.Tag ? ValueTask.FromResult<bool?>(true) : inner.IsDeniedAsync(target, cancellation);

    public ValueTask<bool?> IsDeniedToAsync(StopTarget target, string principal, CancellationToken cancellation) =>
        target is StopTarget.Tag ? ValueTask.FromResult<bool?>(true) : inner.IsDeniedToAsync(target, principal, cancellation);

    public ValueTask<bool> WouldAccountHoldAsync(StopTarget target, CancellationToken cancellation) =>
        target is StopTarget.Tag ? ValueTask.FromResult(false) : inner.WouldAccountHoldAsync(target, cancellation);

    public string? Obstacle(StopTarget target) => target is StopTarget.Tag ? null : inner.Obstacle(target);

    private async ValueTask<EnforcementResult> PublishAsync(StopTarget.Tag tag, string state, CancellationToken cancellation)
    {
        var at = clock.GetUtcNow();
        string? unsent;
        try
        {
            var answer = await events.PutEventsAsync(new PutEventsRequest
            {
                Entries = [new() { Source = Source, DetailType = DetailType, Detail = Detail(tag, state, at) }],
            }, cancellation);
            unsent = answer.FailedEntryCount == 0 ? null : answer.Entries?.FirstOrDefault()?.ErrorMessage ?? "EventBridge did not take it";
        }
        catch (Exception error) when (AwsFailure.Is(error))
        {
            unsent = AwsProblem.ClauseOf(error);
        }

        return new EnforcementResult.Done(at, Note: unsent is null ? null : $"published, but its event was not sent: {unsent}");
    }

    private string Detail(StopTarget.Tag tag, string state, DateTimeOffset at) => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("stack", stack);
        json.WriteString("account", tag.Account);
        json.WriteString("tag", tag.Name[StopTarget.Tag.Prefix.Length..]);
        json.WriteString("key", tag.Key);
        json.WriteString("value", tag.Value);
        json.WriteString("state", state);
        json.WriteTime("at", at);
        json.WriteEndObject();
    });
}

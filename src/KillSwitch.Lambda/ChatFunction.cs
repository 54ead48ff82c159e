using System.Runtime.ExceptionServices;
using KillSwitch.Aws.Account;
using KillSwitch.Aws.Chat;
using KillSwitch.Aws.Policies;
using KillSwitch.Core.Evaluation;
using KillSwitch.Engine.ByHand;
using KillSwitch.Engine.Chat;
using KillSwitch.Engine.Cycle;
using KillSwitch.Lambda.Runtime;
using KillSwitch.Lambda.Telemetry;

namespace KillSwitch.Lambda;

/// <summary>
/// Does what people press in a chat channel, each minute. Nothing that it is called with is looked at: whoever may call it could say in it
/// that it comes from anybody, so it reads the queue itself.
/// </summary>
internal sealed class ChatFunction : IFunction, IDisposable
{
    // Who presses a button looks at the channel meanwhile.
    private static readonly TimeSpan Listening = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Spare = TimeSpan.FromSeconds(15);

    private readonly Guard _guard;
    private readonly ChatPresses _presses;
    private readonly JsonLog _log;
    private readonly TimeProvider _clock;
    private readonly PolicyInForce _policy;

    public ChatFunction(JsonLog log, TimeProvider clock)
    {
        (_log, _clock) = (log, clock);
        _guard = GuardEnvironment.Guard(clock);
        _presses = _guard.Presses(GuardEnvironment.ChatQueue(_guard.Place));
        _policy = new PolicyInForce(_guard.Policies, clock);
    }

    public async ValueTask<ReadOnlyMemory<byte>> RunAsync(Invoked invoked, CancellationToken cancellation)
    {
        Exception? failure = null;
        var patience = Listening;
        while (_clock.GetUtcNow() < invoked.Deadline - Spare
            && await _presses.ReceiveAsync(patience, cancellation) is { Count: > 0 } presses)
        {
            var requests = await RequestsAsync(cancellation);
            foreach (var press in presses)
            {
                try
                {
                    await HearAsync(requests, press, cancellation);
                }
                catch (Exception error) when (error is not OutOfMemoryException)
                {
                    // It comes again, and in the end to the dead letters. The others are heard all the same.
                    _log.Error("what was pressed could not be dealt with", error, ("sender", press.SenderId));
                    failure ??= error;
                }
            }

            patience = TimeSpan.Zero;
        }

        foreach (var item in _guard.Damaged.Take())
            _log.Damaged(item);
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
        return ReadOnlyMemory<byte>.Empty;
    }

    public ValueTask IdleAsync(CancellationToken cancellation) => ValueTask.CompletedTask;

    public void Dispose() => _guard.Dispose();

    private async Task HearAsync(ChatRequests requests, SentPress press, CancellationToken cancellation)
    {
        var answer = await requests.HearAsync(press.SenderId, press.Text, _clock.GetUtcNow(), cancellation);
        _log.Info("pressed", ("sender", press.SenderId), ("text", press.Text), ("answer", answer?.Text));
        await _presses.StrikeAsync(press, cancellation);
    }

    // The policy of the moment says who may.
    private async Task<ChatRequests> RequestsAsync(CancellationToken cancellation)
    {
        await _policy.RefreshAsync(TimeSpan.Zero, cancellation);
        if (_policy.Problem is { } problem)
            _log.PolicyInvalid(problem);
        if (!_policy.IsKnown)
            throw new InvalidOperationException("the policy in force cannot be read, and it says who may press a button");
        var rules = _policy.Version > 0 ? await _guard.RulesAsync(_policy.Policy, cancellation) : new RuleBook(_policy.Policy);
        _guard.Enforcement.GoBy(rules);
        _guard.Notifier.TellBy(rules, isInForce: _policy.Version > 0);
        var restoration = new Restoration(_guard.Enforcement)
        {
            Unattributed = await KeptMetrics.ByRuleAsync(_guard, rules, _clock.GetUtcNow(), _clock, cancellation),
        };
        return new ChatRequests(
            _guard.Enforcement, _guard.Principals, new RestoreByHand(restoration, new KeySwitch(_guard.Keys, _guard.Enforcement)));
    }
}

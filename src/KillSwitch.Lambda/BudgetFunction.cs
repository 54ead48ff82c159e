using System.Runtime.ExceptionServices;
using KillSwitch.Aws.Account;
using KillSwitch.Aws.Policies;
using KillSwitch.Core.Budgets;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Budgets;
using KillSwitch.Lambda.Runtime;
using KillSwitch.Lambda.Telemetry;

namespace KillSwitch.Lambda;

/// <summary>
/// Hears AWS Budgets and Cost Anomaly Detection on the budget topic. What it hears is verified before anything follows from it.
/// </summary>
internal sealed class BudgetFunction : IFunction, IDisposable
{
    private const string Unreadable = "unreadable";

    private readonly Guard _guard;
    private readonly JsonLog _log;
    private readonly TimeProvider _clock;
    private readonly PolicyInForce _policy;

    public BudgetFunction(JsonLog log, TimeProvider clock)
    {
        (_log, _clock) = (log, clock);
        _guard = GuardEnvironment.Guard(clock);
        _policy = new PolicyInForce(_guard.Policies, clock);
    }

    public async ValueTask<ReadOnlyMemory<byte>> RunAsync(Invoked invoked, CancellationToken cancellation)
    {
        // Messages are rare, and the policy of the moment decides.
        await _policy.RefreshAsync(TimeSpan.Zero, cancellation);
        if (_policy.Problem is { } problem)
            _log.PolicyInvalid(problem);
        var rules = _policy.Version > 0 ? await _guard.RulesAsync(_policy.Policy, cancellation) : new RuleBook(_policy.Policy);
        if (_policy.Version > 0)
            _guard.Enforcement.GoBy(rules);
        _guard.Notifier.TellBy(rules, isInForce: _policy.Version > 0);
        var now = _clock.GetUtcNow();
        var (unreadable, stopped) = (0, new List<Stop>());
        Exception? failure = null;
        foreach (var message in TopicMessage.All(invoked.Payload))
        {
            try
            {
                var (kind, report) = await HearAsync(message, now, cancellation);
                if (kind == Unreadable)
                    unreadable++;
                stopped.AddRange(report.Stops);
                Log(message, kind, report);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                // The others are heard all the same; then the invocation fails, and all of it is tried again.
                _log.Error("a message could not be dealt with", error, ("topic", message.Topic));
                failure ??= error;
            }
        }

        _log.Metrics(new MetricsLine(_guard.Place.Stack, GuardEnvironment.HasDashboard)
            .CountAny(GuardMetric.UnreadableMessages, unreadable)
            .CountAny(GuardMetric.Stops, stopped.Count));
        foreach (var item in _guard.Damaged.Take())
            _log.Damaged(item);
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
        if (stopped.Find(stop => stop.State == StopState.Failed && stop.Failure?.IsPassing() == true) is { } failed)
            throw new StopNotInForceException($"{failed.Id} on {failed.Target.Name} is not in force: {failed.Note}");
        return ReadOnlyMemory<byte>.Empty;
    }

    public ValueTask IdleAsync(CancellationToken cancellation) => ValueTask.CompletedTask;

    public void Dispose() => _guard.Dispose();

    private async ValueTask<(string Kind, BudgetReport Report)> HearAsync(
        TopicMessage message, DateTimeOffset now, CancellationToken cancellation)
    {
        if (AnomalyMessage.Parse(message.Text) is { } anomaly)
            return ("anomaly", await _guard.Budgets.HearAsync(anomaly, now, cancellation));
        var read = BudgetMessage.Parse(message.Text);
        if (read is BudgetMessageResult.Read { Message: var budget })
            return ("budget", await _guard.Budgets.HearAsync(budget, _policy.Policy, now, cancellation));
        var reason = BudgetMessage.Looks(message.Text) && read is BudgetMessageResult.Unreadable { Reason: var why }
            ? why
            : "it is about something else";
        return (Unreadable, await _guard.Budgets.HearUnreadableAsync(reason, message.Text, now, cancellation));
    }

    private void Log(TopicMessage message, string kind, BudgetReport report)
    {
        _log.Info(
            "message", ("topic", message.Topic), ("kind", kind), ("told", string.Join(", ", report.Alerts.Select(alert => alert.Kind))));
        foreach (var stop in report.Stops)
        {
            _log.Warn("stop", ("id", stop.Id), ("state", stop.State.ToString()), ("rule", stop.Cause.RuleText),
                ("target", stop.Target.Name), ("note", stop.Note));
        }
    }
}

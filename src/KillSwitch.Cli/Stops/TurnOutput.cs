using System.Globalization;
using System.Text.Json;
using KillSwitch.Cli.Layout;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.Json;
using KillSwitch.Engine.Messages;
using KillSwitch.Engine.PolicyTurns;

namespace KillSwitch.Cli.Stops;

/// <summary>What a policy changes the moment that it is in force: lines for a person, members for a program.</summary>
internal sealed class TurnOutput(TurnPlan plan, Policy policy)
{
    private const int ListedAtMost = 20;
    private const int StartsAtMost = 5;

    /// <summary>Those that it cuts at once, without asking anybody.</summary>
    public IReadOnlyList<LiveCounter> Stops { get; } = policy.Mode == PolicyMode.Observe
        ? []
        : [.. plan.Over.Where(IsAutomatic)];

    /// <summary>How many are cut: two rules may stop one target.</summary>
    public int Targets { get; } = policy.Mode == PolicyMode.Observe
        ? 0
        : plan.Over.Where(IsAutomatic).DistinctBy(counter => counter.Hit.Target!.Name)
            .Count();

    /// <param name="width">Of the terminal.</param>
    public IReadOnlyList<Line> Lines(int width)
    {
        var lines = new List<Line>();
        Add<LiveCounter>(policy.MaxStops is { } most && Within(most) is var within && Stops.Count > within
            ? $"stops at once, {within} of these, and the others wait for you (`maxStops`):"
            : "stops at once:", Stops, WhomAndWhy);
        Add<LiveCounter>("waits for your approval:", policy.Mode == PolicyMode.Observe ? [] : [.. plan.Over.Except(Stops)], WhomAndWhy);
        Add<LiveCounter>("would stop, and only observes:", policy.Mode == PolicyMode.Observe ? plan.Over : [], WhomAndWhy);
        Add<Ending>("lets go, within a minute:", [.. plan.Endings.Where(ending => ending.LetsGo)], ending =>
            (ending.Stop.Target.Said, $"{ending.Stop.Id}: {ending.Reason}"));
        foreach (var closed in plan.Endings.Where(ending => !ending.Stop.IsActive).GroupBy(ending => (ending.Stop.State, ending.Reason)))
        {
            lines.AddRange(Line.Wrap(
                $"closes {closed.Count()} {(closed.Key.State == StopState.Observed ? "observed" : "waiting")} "
                + $"{(closed.Count() == 1 ? "stop" : "stops")}: {closed.Key.Reason}", width, further: "  "));
        }

        foreach (var start in plan.Starts)
            lines.AddRange(Line.Wrap($"{start.Rule.Id} starts {Start(start)}", width, further: "  "));
        return lines;

        void Add<T>(string head, IReadOnlyList<T> things, Func<T, (string Name, string Text)> entry)
        {
            if (things.Count == 0)
                return;
            lines.AddRange(Line.Wrap(head, width, Ink.Strong));
            foreach (var (name, text) in things.Take(ListedAtMost).Select(entry))
                lines.AddRange(Line.Entry(PlainText.Of(name), PlainText.Of(text), width, first: "  "));
            if (things.Count > ListedAtMost)
                lines.Add(Line.Of($"  and {things.Count - ListedAtMost} more"));
        }
    }

    private static bool IsAutomatic(LiveCounter counter) => counter.Hit.Rule.ApprovalOf(counter.Total) == Approval.Automatic;

    // The first of each kind are those that are opened first.
    private int Within(MaxStops most)
    {
        var taken = new HashSet<StopSlot>();
        return Stops.Select(counter => StopSlot.Of(counter.Hit.Target!))
            .Count(slot => taken.Contains(slot) || (taken.Count(other => other.Kind == slot.Kind) < most.Count && taken.Add(slot)));
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("stops");
        foreach (var counter in plan.Over)
        {
            json.WriteStartObject();
            json.WriteString("rule", counter.Hit.Rule.Id);
            StopReport.WriteTarget(json, counter.Hit.Target!);
            json.WriteString(
                "state", JsonText.Word(policy.Mode == PolicyMode.Observe
                ? StopState.Observed : IsAutomatic(counter) ? StopState.Intended : StopState.AwaitingApproval));
            json.WriteString("unit", UnitText.Of(counter.Hit.Rule.Unit));
            json.WriteNumber("limit", counter.Limit);
            json.WriteNumber("measured", counter.Measured);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("ends");
        foreach (var ending in plan.Endings)
        {
            json.WriteStartObject();
            json.WriteString("id", ending.Stop.Id);
            json.WriteString("rule", ending.Stop.Trip?.Rule);
            StopReport.WriteTarget(json, ending.Stop.Target);
            json.WriteString("reason", ending.Reason);
            json.WriteBoolean("letsGo", ending.LetsGo);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("starts");
        foreach (var start in plan.Starts)
        {
            json.WriteStartObject();
            json.WriteString("rule", start.Rule.Id);
            json.WriteString("from", start.Window.From.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
            json.WriteString("unit", UnitText.Of(start.Rule.Unit));
            json.WriteString("reason", start.WhyEmpty);
            json.WriteStartArray("counters");
            foreach (var scope in start.Totals.Keys)
            {
                json.WriteStartObject();
                json.WriteString("counter", ScopeText.Subject(scope));
                json.WriteNumber("measured", start.MeasuredOf(scope));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static (string Name, string Text) WhomAndWhy(LiveCounter counter) =>
        (counter.Hit.Target!.Name, $"{counter.Hit.Rule.Id}: {Reached(counter)}");

    private static string Reached(LiveCounter counter)
    {
        var unit = counter.Hit.Rule.Unit;
        return $"{Figure.Text(unit, counter.Measured)} of {Figure.Text(unit, counter.Limit)} since {Since(counter.Window.From)}";
    }

    private static string Start(CounterStart start)
    {
        if (start.WhyEmpty is { } why)
            return "from zero: " + why;
        if (start.Totals.Count == 0)
            return $"from zero: nothing was counted since {Since(start.Window.From)}";
        var unit = start.Rule.Unit;
        var fullest = start.Totals.Keys.OrderByDescending(start.MeasuredOf).ThenBy(scope => scope, StringComparer.Ordinal)
            .Select(scope => $"{PlainText.Of(ScopeText.Subject(scope))} {Figure.Text(unit, start.MeasuredOf(scope))}").ToList();
        return $"from the hours counted since {Since(start.Window.From)}: {Listing.Of(fullest, StartsAtMost)}";
    }

    private static string Since(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";
}

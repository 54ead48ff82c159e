using KillSwitch.Aws.Deploying;
using KillSwitch.Cli.Layout;
using KillSwitch.Core.Notifications;
using KillSwitch.Engine.Deploying;

namespace KillSwitch.Cli.Deploying;

/// <summary>
/// What a deployment changes, for whoever is asked: permissions first. Of a new stack what each role may, and its denies and resources by
/// their number; of an update each change. JSON has all of both.
/// </summary>
internal static class PlanText
{
    /// <summary>What an action or a resource begins with that stands for all the others.</summary>
    public const string AllBut = "all but ";

    private const string Indent = "  ";
    private const string Further = "      ";

    public static IEnumerable<Line> Lines(StackPlan plan, int width) =>
    [
        .. plan.Options.SelectMany(one => Wrap(
            $"{one.Name}: {(one.Before is { } before ? $"{Word(before)}, now " : "")}{Word(one.After)}", width, Ink.Plain)),
        .. Section("Permissions", [.. Permissions(plan, width)]),
        .. Section("Resources", [.. plan.IsNew ? Counted(plan, width) : Named(plan, width)]),
    ];

    private static IEnumerable<Line> Section(string title, Line[] lines) =>
        lines.Length == 0 ? [] : [Line.Of(title, Ink.Strong), .. lines];

    private static IEnumerable<Line> Permissions(StackPlan plan, int width) => plan.IsNew
        ? plan.Gained.Count == 0 ? [] : NewPermissions.Lines(plan, width)
        : from change in plan.Gained.Select(one => (Sign: "+", Permission: one))
              .Concat(plan.Lost.Select(one => (Sign: "-", Permission: one)))
          group change by change.Permission.Who into holder
          from text in holder.Select(one => (one.Sign, Text: Sentence(one.Permission), Widens: one.Sign == "+" == one.Permission.IsGrant))
              .Distinct()
          from line in Wrap($"{text.Sign} {(holder.Key == "*" ? "everybody" : holder.Key)} {text.Text}", width,
              text.Widens ? Ink.Warning : Ink.Plain)
          select line;

    /// <summary>Whether these stand for all the others.</summary>
    public static bool AreAllBut(IReadOnlyList<string> names) =>
        names.Count > 0 && names.All(one => one.StartsWith(AllBut, StringComparison.Ordinal));

    /// <summary>Actions or resources in a sentence.</summary>
    /// <param name="names">Those of a permission.</param>
    /// <param name="lead">Where they stand for all the others: what is said once before them.</param>
    public static string Names(IReadOnlyList<string> names, string lead = "anything but ") => AreAllBut(names)
        ? lead + string.Join(", ", names.Select(one => one[AllBut.Length..])) : string.Join(", ", names);

    private static string Sentence(PermissionEntry one) => $"{one.Verb} {Names(one.What)}"
        + (one.On.Count == 0 || one.On is ["*"] ? "" : " on " + Names(one.On))
        + (ConditionText.Of(one.If) is { } conditions ? $", if {conditions}" : "");

    private static IEnumerable<Line> Counted(StackPlan plan, int width) => Wrap(
        "added: " + string.Join(", ", plan.Changes.GroupBy(one => one.Type).OrderBy(one => one.Key, StringComparer.Ordinal)
            .Select(type => type.Count() == 1 ? type.Key : $"{type.Count()} {type.Key}")), width, Ink.Plain);

    private static IEnumerable<Line> Named(StackPlan plan, int width) =>
        from change in plan.Changes
        group change by Action(change) into kind
        orderby kind.Key.Rank
        from type in kind.GroupBy(one => one.Type).OrderBy(one => one.Key, StringComparer.Ordinal)
        from line in Wrap(
            $"{kind.Key.Word} {type.Key}: {string.Join(", ", type.Select(one => LogicalId.Readable(one.Id)).Order())}", width, kind.Key.Ink)
        select line;

    private static (int Rank, string Word, Ink Ink) Action(PlannedChange change) => change switch
    {
        { Action: "Remove" } => (0, "removed", Ink.Bad),
        { Replacement: "True" } => (1, "replaced by another", Ink.Bad),
        { Replacement: "Conditional" } => (2, "changed, and perhaps replaced", Ink.Warning),
        { Action: "Modify" } => (3, "changed", Ink.Plain),
        { Action: "Add" } => (4, "added", Ink.Plain),
        _ => (5, change.Action.ToLowerInvariant(), Ink.Warning),
    };

    private static IEnumerable<Line> Wrap(string text, int width, Ink ink) => Line.Wrap(PlainText.Of(text), width, ink, Indent, Further);

    private static string Word(string value) => value.Length == 0 ? "nothing" : value;
}

using System.Globalization;
using System.Text.RegularExpressions;
using KillSwitch.Cli.Layout;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.Deploying;

namespace KillSwitch.Cli.Deploying;

/// <summary>
/// The permissions of a stack that is new, for somebody who reviews them: by who has them, what several have alike once, and what can grant
/// or deny first. Reads are counted.
/// </summary>
internal static partial class NewPermissions
{
    private const string Indent = "  ";
    private const string Inner = "    ";
    private const string Further = "        ";
    private const string Having = "whoever has ";
    private const int MostServices = 4;
    private const int MostOn = 6;
    private const string Anybody = "*";

    public static IEnumerable<Line> Lines(StackPlan plan, int width)
    {
        var grants = plan.Gained.Where(one => one.IsGrant).SelectMany(one => Split(one, plan)).Distinct().ToLookup(
            one => one.Rank == ActionRank.Reads ? Kind.Reads : IsService(one.Who) ? Kind.Services : Kind.Roles);
        return
        [
            .. Alike(grants[Kind.Roles]).SelectMany(holders => OfRoles(holders, plan, width)),
            .. Titled("what services of AWS may", grants[Kind.Services].GroupBy(one => one.Who)
                .SelectMany(service => Changes(service, service.Key + " may ", width)), width),
            .. Titled("what is only read", grants[Kind.Reads].GroupBy(one => one.Who)
                .SelectMany(holder => Reads(holder, width)), width),
            .. Titled("what is denied", Denied(plan, width), width),
            .. Wrap("`--output json` has each statement, with its conditions and resources.", Indent, Indent, width, Ink.Faint),
        ];
    }

    /// <summary>Who comes to what can grant or deny, as they are called here.</summary>
    public static IEnumerable<string> Powerful(StackPlan plan) => plan.Gained.Where(one => one.IsGrant)
        .Where(one => Split(one, plan).Any(grant => grant.Rank == ActionRank.Grants)).Select(one => Readable(one.Who)).Distinct();

    // What is the same for several is said once, of all of them; what can grant or deny first.
    private static IEnumerable<IGrouping<string, Grant>> Alike(IEnumerable<Grant> grants) =>
        grants.GroupBy(one => one with { Who = "" })
            .Select(same => (Holders: string.Join('\n', same.Select(one => one.Who)), Grant: same.First()))
            .GroupBy(one => one.Holders, one => one.Grant)
            .OrderBy(one => one.Min(grant => grant.Rank)).ThenByDescending(one => one.Key.Count(letter => letter == '\n'));

    private static IEnumerable<Line> OfRoles(IGrouping<string, Grant> holders, StackPlan plan, int width)
    {
        var names = holders.Key.Split('\n');
        var used = plan.Gained.Where(one => IsAssumed(one) && names.Contains(one.Who)).SelectMany(one => one.What).Where(IsService)
            .Distinct().ToList();
        var title = string.Join(", ", names.Select(Readable)) + (names.Length > 1 ? ", each" : "")
            + (used.Count == 0 ? "" : $" (used by {string.Join(", ", used)})");
        return Titled(title, Changes(holders, "", width), width);
    }

    private static IEnumerable<Line> Titled(string title, IEnumerable<Line> lines, int width) =>
        lines.ToList() is { Count: > 0 } all ? [.. Wrap("+ " + title, Indent, Inner, width, Ink.Strong), .. all] : [];

    private static IEnumerable<Line> Changes(IEnumerable<Grant> grants, string who, int width) =>
        from same in grants.GroupBy(one => (one.Rank, one.Service, one.On, one.If))
        orderby same.Key.Rank
        from line in Wrap(
            $"{who}{same.Key.Service}{string.Join(", ", same.Select(one => one.Name).Distinct())}{same.Key.On}{same.Key.If}",
            Inner, Further, width, same.Key.Rank == ActionRank.Grants ? Ink.Warning : Ink.Plain)
        select line;

    private static IEnumerable<Line> Reads(IGrouping<string, Grant> holder, int width) => Wrap(
        $"{Readable(holder.Key)}: " + string.Join(", ", holder.GroupBy(one => one.Service).Select(service =>
            string.Create(CultureInfo.InvariantCulture, $"{service.Select(one => one.Name).Distinct().Count()} of {service.Key[..^2]}"))),
        Inner, Further, width, Ink.Plain);

    private static IEnumerable<Line> Denied(StackPlan plan, int width) =>
        from holder in plan.Gained.Where(one => !one.IsGrant)
            .GroupBy(one => (one.Who, IsAllBut: PlanText.AreAllBut(one.What), If: one.Who == Anybody ? If(one.If, plan) : ""))
        let actions = holder.SelectMany(one => one.What).Distinct().ToList()
        let services = actions.Select(one => one.Replace(PlanText.AllBut, "", StringComparison.Ordinal).Split(':')[0]).Distinct().ToList()
        group holder.Key.Who by $"{(holder.Key.IsAllBut ? "everything but " : "")}{Counted.Of(actions.Count, "kind")} of actions of "
            + Listing.Of(services, MostServices) + holder.Key.If into same
        from line in Wrap(Whom([.. same.Distinct()]) + ": " + same.Key, Inner, Further, width, Ink.Plain)
        select line;

    private static string Whom(IReadOnlyList<string> holders) => (holders[0] == Anybody ? "everybody" : holders[0])
        + string.Concat(holders.Skip(1)
            .Select(one => ", " + (one.StartsWith(Having, StringComparison.Ordinal) ? one[Having.Length..] : one)));

    private static IEnumerable<Grant> Split(PermissionEntry one, StackPlan plan)
    {
        // A service of AWS that uses a role is said in its heading.
        if (IsAssumed(one))
        {
            return one.What.Where(who => !IsService(who)).Select(who =>
                new Grant(one.Who, ActionRank.Grants, one.Verb + " ", who, "", If(one.If, plan)));
        }

        if (one.Verb != "may")
            return one.What.Select(what => new Grant(one.Who, ActionRank.Grants, one.Verb + " ", what, "", If(one.If, plan)));
        IEnumerable<string> actions = PlanText.AreAllBut(one.What) ? [PlanText.Names(one.What, PlanText.AllBut)] : one.What;
        return actions.Select(what =>
        {
            // Whoever is neither a role of the stack nor a service is given it from outside of any role.
            var rank = Id().IsMatch(one.Who) || IsService(one.Who) ? ActionRanks.Of(what) : ActionRank.Grants;
            var (service, name) = what.Split(':') is [var before, var after] ? (before + ": ", after) : ("", what);
            return new Grant(one.Who, rank, service, name, On(one.On, plan), IsService(one.Who) ? KeysOf(one.If) : If(one.If, plan));
        });
    }

    private static string On(IReadOnlyList<string> resources, StackPlan plan)
    {
        if (resources.Count == 0)
            return "";
        if (resources is ["*"])
            return " on everything";
        if (PlanText.AreAllBut(resources))
            return " on " + PlanText.Names([.. resources.Select(one => PlanText.AllBut + Short(one[PlanText.AllBut.Length..], plan))]);
        var named = resources.Select(one => Short(one, plan)).Distinct().ToList();
        return " on " + string.Join(", ", named.Take(MostOn)) + (named.Count > MostOn ? $" and {named.Count - MostOn} more" : "");
    }

    // What is of another account or region keeps its ARN.
    private static string Short(string resource, StackPlan plan) =>
        resource.Split(':', 6) is ["arn", _, _, var region, var account, var rest]
            && account == plan.Account && account.Length > 0 && (region.Length == 0 || region == plan.Region) ? rest : resource;

    private static string If(string? conditions, StackPlan plan) => ConditionText.Rest(conditions, value => Short(value, plan));

    private static string KeysOf(string? conditions) => conditions is null ? ""
        : ", under conditions on " + string.Join(" and ", conditions.Split(" and ").Select(one => one.Split(' ')[0]).Distinct());

    private static bool IsAssumed(PermissionEntry one) => one.Verb == "may be assumed by";

    private static bool IsService(string who) =>
        who.EndsWith(".amazonaws.com", StringComparison.Ordinal) && !who.Contains(' ', StringComparison.Ordinal);

    // MeterFunctionMeterRole is the role of the meter function.
    private static string Readable(string who) => Id().IsMatch(who)
        ? string.Join(' ', Word().Matches(who).Select((word, place) => place == 0 ? word.Value : word.Value.ToLowerInvariant())
            .DistinctBy(word => word.ToLowerInvariant()))
        : who;

    private static IEnumerable<Line> Wrap(string text, string indent, string further, int width, Ink ink) =>
        Line.Wrap(PlainText.Of(text), width, ink, indent, further);

    [GeneratedRegex("^[A-Z][A-Za-z0-9]*$")]
    private static partial Regex Id();

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z][a-z0-9]*")]
    private static partial Regex Word();

    private enum Kind
    {
        Roles,
        Services,
        Reads,
    }

    /// <param name="Service">With what follows it.</param>
    private sealed record Grant(string Who, ActionRank Rank, string Service, string Name, string On, string If);
}

using KillSwitch.Aws;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Cli.Stops;

/// <summary>
/// Whether there is whom or what a person would stop: a stop of a name that means nothing says that all is well, and cuts nobody. What
/// cannot be looked up is said, and not refused.
/// </summary>
internal sealed class RealTarget(GuardSession session, Terminal terminal)
{
    private const string Anyway = "`--anyway` stops it all the same";

    private static readonly TimeSpan Seen = TimeSpan.FromDays(7);

    /// <exception cref="BadInputException">There is no such target.</exception>
    public async Task CheckAsync(StopTarget target, CancellationToken cancellation)
    {
        switch (target)
        {
            case StopTarget.Session one:
                await CheckPrincipalAsync(one.PrincipalName, cancellation);
                await CheckSessionAsync(one, cancellation);
                break;
            case StopTarget.Principal one:
                await CheckPrincipalAsync(one.PrincipalName, cancellation);
                break;
            case StopTarget.Model one:
                await CheckModelAsync(one.ModelId, cancellation);
                break;
            case StopTarget.Principals one:
                await CheckCarriersAsync(one, cancellation);
                break;
            case StopTarget.Tag one:
                await CheckTagAsync(one, cancellation);
                break;
        }
    }

    private async Task CheckPrincipalAsync(string name, CancellationToken cancellation)
    {
        switch (await session.Guard.Principals.HasAsync(name, cancellation))
        {
            case null:
                Warn($"whether there is `{name}` could not be looked up in IAM; it is stopped as it is named");
                break;
            case false:
                var listing = await session.Guard.Principals.ReadAsync(cancellation);
                var everyone = (listing as PrincipalListing.Read)?.Everyone.Select(one => one.Principal.Name) ?? [];
                throw Nothing($"there is no `{name}` in account `{session.Guard.Place.Account}`", name, everyone);
        }
    }

    private async Task CheckCarriersAsync(StopTarget.Principals target, CancellationToken cancellation)
    {
        if (await session.Guard.Principals.ReadAsync(cancellation) is not PrincipalListing.Read { Everyone: var everyone })
        {
            Warn($"whether anybody carries `{target.Name}` could not be looked up in IAM; it is stopped as it is named");
            return;
        }

        var carried = everyone.Select(one => one.Principal.Tags).OfType<TagSet>().ToList();
        if (!carried.Exists(tags => target.Holds(tags) == true))
        {
            var names = carried.SelectMany(tags => tags.All)
                .Select(tag => new StopTarget.Principals(target.Account, tag.Key, tag.Value).Name).Distinct();
            throw Nothing($"no role and no user of account `{session.Guard.Place.Account}` carries `{target.Name}`", target.Name, names);
        }
    }

    private async Task CheckTagAsync(StopTarget.Tag target, CancellationToken cancellation)
    {
        var tag = Dimension.Tag(target.Key);
        var seen = (await SeenAsync([Dimension.Account, tag], cancellation)).Select(scope => ScopeText.Value(scope, tag)).OfType<string>()
            .Select(value => new StopTarget.Tag(target.Account, target.Key, value).Name).Distinct().ToList();
        if (seen.Count == 0)
            Warn($"whether calls bear `{target.Name}` is not known, as no rule counts by that tag; it is stopped as it is named");
        else if (!seen.Contains(target.Name))
            throw Nothing($"no call bore `{target.Name}` in the last 7 days", target.Name, seen);
    }

    private async Task CheckSessionAsync(StopTarget.Session target, CancellationToken cancellation)
    {
        var seen = await SeenAsync([Dimension.Account, Dimension.Principal, Dimension.Session], cancellation);
        var names = seen.Where(scope => ScopeText.Value(scope, Dimension.Principal) == target.PrincipalName)
            .Select(scope => $"{target.PrincipalName}/{ScopeText.Value(scope, Dimension.Session)}").Distinct().ToList();
        if (!names.Contains(target.Name))
        {
            throw Nothing(
                $"no session `{target.SessionName}` of `{target.PrincipalName}` has called Bedrock in the last 7 days", target.Name, names);
        }
    }

    private async Task CheckModelAsync(string id, CancellationToken cancellation)
    {
        if (IsPriced(id))
            return;
        var seen = (await SeenAsync([Dimension.Account, Dimension.Region, Dimension.Model], cancellation))
            .Select(scope => ScopeText.Value(scope, Dimension.Model)).OfType<string>().Distinct().ToList();
        if (seen.Exists(one => ModelId.Parse(one).Id == id))
            return;
        var region = session.Guard.Place.Region;
        var model = ModelId.Parse(id);
        if (model.IsOpaque && ModelRoute.Of(model, region) is { } route)
        {
            switch (await session.Guard.RouteOfAsync(route, cancellation))
            {
                case RouteAnswer.Found:
                    return;
                case RouteAnswer.Hidden { Reason: var reason } when !reason.Contains("no such name", StringComparison.Ordinal):
                    Warn($"what `{id}` stands for could not be looked up ({reason}); it is stopped as it is named");
                    return;
                case RouteAnswer.Unavailable { Reason: var reason }:
                    Warn($"whether there is `{id}` could not be looked up ({reason}); it is stopped as it is named");
                    return;
            }
        }

        var offered = new List<string>();
        if (!model.IsOpaque && ModelForm.Problem(new Glob(id)) is null)
        {
            try
            {
                offered = [.. (await session.Guard.ProfilesAsync(region, cancellation)).Select(one => ModelId.Parse(one).Id)];
            }
            catch (Exception error) when (AwsProblem.Of(error) is { } problem)
            {
                Warn($"whether Bedrock has `{id}` could not be looked up: {problem.Clause}; it is stopped as it is named");
                return;
            }
        }

        if (!offered.Contains(id))
        {
            throw Nothing($"`{id}` is no model that Bedrock offers in `{region}`, that has a price, or that was called in the last 7 days",
                id, seen.Concat(offered).Concat(KnownModels.Ids), "model/");
        }
    }

    private static bool IsPriced(string id)
    {
        var spelled = ModelSpelling.Known.Canonical(id);
        return KnownModels.Ids.Any(known => ModelSpelling.Known.Canonical(known) == spelled);
    }

    private async Task<IReadOnlyList<string>> SeenAsync(IReadOnlyList<Dimension> view, CancellationToken cancellation)
    {
        var (now, calendar) = (GuardSession.Now, WindowCalendar.Of((await session.PolicyAsync(cancellation)).TimeZone));
        var hours = calendar.Hours((now - Seen).ToUnixTimeSeconds(), now.ToUnixTimeSeconds() + 1);
        var shape = ScopeText.Shape(session.Guard.Place.Account, view, "");
        return [.. (await session.Guard.Usage.SumAsync(hours, shape, cancellation)).Keys];
    }

    private static BadInputException Nothing(string what, string name, IEnumerable<string> names, string before = "")
    {
        var hint = NearestNames.Of(name, names).Select(one => $"`{before}{one}`").ToList();
        var near = hint.Count == 0 ? "" : $"near to it {(hint.Count == 1 ? "is" : "are")} {string.Join(", ", hint)}; ";
        return new BadInputException($"nothing was changed: {what}; {near}{Anyway}");
    }

    private void Warn(string sentence) => terminal.Warn("killswitch: " + sentence);
}

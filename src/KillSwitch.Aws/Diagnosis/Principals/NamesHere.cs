using Amazon.Bedrock;
using Amazon.Bedrock.Model;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Scopes;

namespace KillSwitch.Aws.Diagnosis.Principals;

/// <summary>
/// Which patterns of a policy name nobody and nothing in an account: who is listed or called, on which paths and with which tags, and which
/// models were called, are offered, or have a price, by which profiles of the account's own.
/// </summary>
public static class NamesHere
{
    /// <returns>Those that match nothing.</returns>
    public static async Task<IReadOnlyList<(Dimension Field, Glob Pattern)>> UnmatchedAsync(
        DoctorContext account, Policy policy, IReadOnlyCollection<(Dimension Field, Glob Pattern)> patterns,
        CancellationToken cancellation)
    {
        var own = account.Place.Account;
        var calls = await account.Guard.Usage.SumAsync(Reachability.ThisMonth(account, policy),
            ScopeText.Shape(own, [Dimension.Account, Dimension.Region, Dimension.Model], ""), cancellation);
        var called = await Reachability.CallersAsync(account, policy, cancellation);
        var principals = (await account.PrincipalsAsync(cancellation)).Select(one => one.Principal).ToList();
        var regions = await account.RegionsAsync(cancellation);
        var models = calls.Keys.Select(
            scope => (Region: ScopeText.Value(scope, Dimension.Region) ?? "", Model: ScopeText.Value(scope, Dimension.Model) ?? ""))
            .Concat(KnownModels.Ids.SelectMany(id => regions.Select(region => (Region: region, Model: id))))
            .Select(one => (one.Region, Model: ModelId.Parse(one.Model))).ToList();
        var (byProfile, profiles) = await ProfilesAsync(account, regions, [.. models.Select(one => one.Model.Id).Distinct()], cancellation);
        models.AddRange(byProfile);
        return [.. patterns.Where(one => !IsHere(one.Field, one.Pattern))];

        bool IsHere(Dimension dimension, Glob glob) => dimension.Kind switch
        {
            DimensionKind.Principal => NamesSomebody(glob),
            DimensionKind.Model => NamesSomething(glob),
            // Somebody is always without, as a call may be without a profile.
            _ when glob.Matches(Missing.Value) => true,
            DimensionKind.Path => principals.Exists(one => glob.Matches(one.Path ?? "/")),
            DimensionKind.PrincipalTag => principals.Exists(one => one.Tags is { } tags && glob.Matches(tags.Of(dimension.TagKey!))),
            DimensionKind.Profile => profiles is null || profiles.Exists(new ProfilePattern(glob).Matches),
            _ => true,
        };

        bool NamesSomebody(Glob glob)
        {
            var pattern = PrincipalPattern.Of(glob);
            // Root is in every account.
            return principals.Exists(one => pattern.Matches(one, PrincipalPaths.Unknown))
                || called.Any(name => pattern.MayMatch(name, own))
                || pattern.MayMatch("root", own);
        }

        bool NamesSomething(Glob glob)
        {
            var pattern = ModelPattern.Of(glob);
            return models.Exists(one => pattern.Matches(one.Model, one.Region, own));
        }
    }

    /// <summary>
    /// Models by the profiles that lead to them, and the account's own profiles; those are null where some region does not list them, and
    /// there every geography of a known model may be one.
    /// </summary>
    private static async Task<(IReadOnlyList<(string Region, ModelId Model)> Models, List<ApplicationProfile>? Profiles)> ProfilesAsync(
        DoctorContext account, IReadOnlyList<string> regions, IReadOnlyList<string> known, CancellationToken cancellation)
    {
        var (found, own, areListed) = (new List<(string, ModelId)>(), new List<ApplicationProfile>(), true);
        foreach (var region in regions)
        {
            try
            {
                await foreach (var profile in EachProfile(account, region, cancellation))
                {
                    found.Add((region, ModelId.Parse(profile.InferenceProfileArn)));
                    if (profile.Type != InferenceProfileType.APPLICATION)
                        continue;
                    if (ApplicationProfile.Of(profile.InferenceProfileArn) is { } named)
                        own.Add(named with { Name = profile.InferenceProfileName });
                    if (profile.Models is [var model, ..])
                    {
                        found.Add((region,
                            ModelId.Parse(model.ModelArn ?? "") with
                            {
                                Raw = profile.InferenceProfileArn,
                                Geography = ProfileGeography.OfModels(profile.Models.Select(one => one.ModelArn).OfType<string>())
                            }));
                    }
                }
            }
            catch (Exception error) when (LookRefusal.Is(error))
            {
                areListed = false;
                found.AddRange(
                    known.SelectMany(id => ProfileGeography.All.Select(geography => (region, ModelId.Parse($"{geography}.{id}")))));
            }
        }

        return (found, areListed ? own : null);
    }

    private static IAsyncEnumerable<InferenceProfileSummary> EachProfile(
        DoctorContext account, string region, CancellationToken cancellation) =>
        ((InferenceProfileType[])[InferenceProfileType.SYSTEM_DEFINED, InferenceProfileType.APPLICATION]).ToAsyncEnumerable()
            .SelectMany(type => Pages.Each(
                token => account.Bedrock(region).ListInferenceProfilesAsync(new ListInferenceProfilesRequest
                {
                    TypeEquals = type,
                    NextToken = token,
                }, cancellation), page => page.NextToken, page => page.InferenceProfileSummaries));
}

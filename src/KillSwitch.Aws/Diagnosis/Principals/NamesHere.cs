using Amazon.Bedrock.Model;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Scopes;

namespace KillSwitch.Aws.Diagnosis.Principals;

/// <summary>
/// Which patterns of a policy name nobody and nothing in an account: who is listed or called, and which models were called, are offered, or
/// have a price.
/// </summary>
public static class NamesHere
{
    /// <returns>Those that match nothing.</returns>
    public static async Task<IReadOnlyList<(DimensionKind Field, Glob Pattern)>> UnmatchedAsync(
        DoctorContext account, Policy policy, IReadOnlyCollection<(DimensionKind Field, Glob Pattern)> patterns,
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
        models.AddRange(await ProfilesAsync(account, regions, [.. models.Select(one => one.Model.Id).Distinct()], cancellation));
        return [
            .. patterns.Where(one => one.Field == DimensionKind.Principal ? !NamesSomebody(one.Pattern) : !NamesSomething(one.Pattern))];

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

    // Where Bedrock does not list them, every geography of a known model may be one.
    private static async Task<IEnumerable<(string Region, ModelId Model)>> ProfilesAsync(
        DoctorContext account, IReadOnlyList<string> regions, IReadOnlyList<string> known, CancellationToken cancellation)
    {
        var found = new List<(string, ModelId)>();
        foreach (var region in regions)
        {
            try
            {
                var profiles = Pages.Each(
                    token => account.Bedrock(region).ListInferenceProfilesAsync(new ListInferenceProfilesRequest
                    {
                        NextToken = token,
                    }, cancellation), page => page.NextToken, page => page.InferenceProfileSummaries);
                await foreach (var profile in profiles)
                {
                    found.Add((region, ModelId.Parse(profile.InferenceProfileArn)));
                    if (profile.Models is [var model, ..] && profile.Type == Amazon.Bedrock.InferenceProfileType.APPLICATION)
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
                found.AddRange(
                    known.SelectMany(id => ProfileGeography.All.Select(geography => (region, ModelId.Parse($"{geography}.{id}")))));
            }
        }

        return found;
    }
}

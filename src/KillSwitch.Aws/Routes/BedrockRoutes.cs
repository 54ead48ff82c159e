using Amazon.Bedrock;
using Amazon.Bedrock.Model;
using KillSwitch.Core.Invocations;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Routes;

/// <summary>Asks Bedrock, in the region where a name is known.</summary>
public sealed class BedrockRoutes(BedrockByRegion bedrock) : IModelRoutes
{
    // A custom model may be made from a custom model.
    private const int MostGenerations = 5;

    public async ValueTask<RouteAnswer> FindAsync(ModelRoute route, CancellationToken cancellation)
    {
        try
        {
            return await LookAsync(bedrock.In(route.Region), route, cancellation) is { } found
                ? found
                : new RouteAnswer.Hidden("Bedrock names no model behind it");
        }
        catch (AmazonBedrockException missing) when (missing.Is("ResourceNotFoundException") || missing.Is("ValidationException"))
        {
            return new RouteAnswer.Hidden("Bedrock knows no such name");
        }
        catch (AmazonBedrockException error) when (error.Is("AccessDeniedException"))
        {
            return new RouteAnswer.Hidden("the guard may not see it");
        }
        catch (Exception error) when (AwsFailure.Is(error))
        {
            return new RouteAnswer.Unavailable(AwsProblem.ClauseOf(error));
        }
    }

    public async ValueTask<TagSet?> ProfileTagsAsync(string arn, CancellationToken cancellation)
    {
        if (ModelRoute.Of(ModelId.Parse(arn), "") is not { Kind: RouteKind.ApplicationProfile } route)
            return null;
        try
        {
            var answer = await bedrock.In(route.Region).ListTagsForResourceAsync(new() { ResourceARN = arn }, cancellation);
            return TagSet.OfProfile((answer.Tags ?? []).Select(tag => KeyValuePair.Create(tag.Key, tag.Value)));
        }
        catch (Exception error) when (AwsFailure.Is(error))
        {
            return null;
        }
    }

    public async ValueTask<IReadOnlyList<string>> OwnArnsAsync(Func<string, bool> isOne, string region, CancellationToken cancellation)
    {
        var client = bedrock.In(region);
        var found = new List<string>();
        await foreach (var capacity in ProvisionedThroughput.ListAsync(client, cancellation))
        {
            if (IsOf(isOne, capacity.FoundationModelArn))
                found.Add(capacity.ProvisionedModelArn);
        }

        var bases = new Dictionary<string, string?>(StringComparer.Ordinal);
        var deployments = Pages.Each(
            token => client.ListCustomModelDeploymentsAsync(new ListCustomModelDeploymentsRequest { NextToken = token }, cancellation),
            page => page.NextToken,
            page => page.ModelDeploymentSummaries);
        await foreach (var deployment in deployments)
        {
            if (!bases.TryGetValue(deployment.ModelArn, out var foundation))
                bases.Add(deployment.ModelArn, foundation = await BaseAsync(client, deployment.ModelArn, cancellation));
            if (IsOf(isOne, foundation))
                found.Add(deployment.CustomModelDeploymentArn);
        }

        return found;
    }

    private static bool IsOf(Func<string, bool> isOne, string? foundation) =>
        foundation is not null && isOne(ModelId.Parse(foundation).Id);

    private static async Task<RouteAnswer.Found?> LookAsync(AmazonBedrockClient client, ModelRoute route, CancellationToken cancellation) =>
        route.Kind switch
        {
            RouteKind.ApplicationProfile => OfProfile(await client.GetInferenceProfileAsync(new()
            {
                InferenceProfileIdentifier = route.Identifier,
            }, cancellation)),
            RouteKind.ProvisionedModel =>
                Of((await client.GetProvisionedModelThroughputAsync(
                    new() { ProvisionedModelId = route.Identifier }, cancellation)).FoundationModelArn),
            RouteKind.CustomModelDeployment => Of(await BaseAsync(
                client, (await client.GetCustomModelDeploymentAsync(new()
                {
                    CustomModelDeploymentIdentifier = route.Identifier,
                }, cancellation)).ModelArn, cancellation)),
            RouteKind.CustomModel => Of(await BaseAsync(client, route.Identifier, cancellation)),
            RouteKind.MarketplaceEndpoint =>
                OfHub((await client.GetMarketplaceModelEndpointAsync(
                    new() { EndpointArn = route.Identifier }, cancellation)).MarketplaceModelEndpoint),
            _ => throw new ArgumentOutOfRangeException(nameof(route), route.Kind, "not a route"),
        };

    private static RouteAnswer.Found? OfProfile(GetInferenceProfileResponse profile)
    {
        var models = (profile.Models ?? []).Select(model => model.ModelArn).OfType<string>().ToList();
        if (models.Count == 0 || Of(models[0]) is not { } found)
            return null;
        found = found with
        {
            Profile = ApplicationProfile.Of(profile.InferenceProfileArn) is { } own
                ? own with { Name = profile.InferenceProfileName is { Length: > 0 } name ? name : null }
                : null,
        };
        // A profile over several regions names its model once for each.
        return ProfileGeography.OfModels(models) is { } geography
            ? found with
            {
                ModelId = $"{geography}.{found.ModelId}",
                Scope = geography == ProfileGeography.Global
                ? ModelScope.Global
                : found.Scope
            }
            : found;
    }

    // `…:hub-content/HUB/Model/NAME/VERSION`
    private static RouteAnswer.Found? OfHub(MarketplaceModelEndpoint? endpoint)
    {
        var parts = endpoint?.ModelSourceIdentifier.Split('/') ?? [];
        var at = Array.IndexOf(parts, "Model") + 1;
        return at > 0 && at < parts.Length && parts[at].Length > 0 ? new RouteAnswer.Found(parts[at], ModelScope.Regional) : null;
    }

    private static RouteAnswer.Found? Of(string? foundation) =>
        foundation is not null && ModelId.Parse(foundation) is { IsOpaque: false, Id.Length: > 0 } model
            ? new RouteAnswer.Found(model.Id, model.Scope)
            : null;

    private static async Task<string?> BaseAsync(AmazonBedrockClient client, string custom, CancellationToken cancellation)
    {
        string? model = custom;
        for (var i = 0; i < MostGenerations && model?.Contains(":custom-model/", StringComparison.Ordinal) == true; i++)
            model = (await client.GetCustomModelAsync(new() { ModelIdentifier = model }, cancellation)).BaseModelArn;
        return model;
    }
}

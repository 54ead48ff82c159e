namespace KillSwitch.Core.Invocations;

public enum RouteKind
{
    ApplicationProfile,

    ProvisionedModel,

    CustomModelDeployment,

    CustomModel,

    MarketplaceEndpoint,
}

/// <summary>A name that hides its model, taken apart: what has to be asked, and where, for the model behind it.</summary>
/// <param name="Kind">What kind of name it is.</param>
/// <param name="Region">Where it is known.</param>
/// <param name="Id">Its own id, without the ARN around it.</param>
/// <param name="Identifier">What the service takes: the ARN, or of a profile that a metric names the bare id.</param>
public sealed record ModelRoute(RouteKind Kind, string Region, string Id, string Identifier)
{
    // CloudWatch names an application inference profile by its bare id; every id of a model has a dot.
    private const int BareIdLength = 12;

    /// <summary>The same for every spelling of one route: <c>us-east-1/ApplicationProfile/a1b2c3d4e5f6</c>.</summary>
    public string Key => $"{Region}/{Kind}/{Id}";

    /// <summary>
    /// Null for a name that says its model, and for one behind which there is none to be asked: an imported model, a prompt router.
    /// </summary>
    /// <param name="model">As the caller or the metric named it.</param>
    /// <param name="region">Where the call was made.</param>
    public static ModelRoute? Of(ModelId model, string region)
    {
        if (!model.IsOpaque && !model.IsAnswered)
            return IsBareProfile(model.Raw) ? new ModelRoute(RouteKind.ApplicationProfile, region, model.Raw, model.Raw) : null;
        if (model.Raw.Split(':', 6) is not [_, _, var service, var home, _, var resource]
            || resource.Split('/', 2) is not [var type, { Length: > 0 } id])
        {
            return null;
        }

        RouteKind? kind = (service, type) switch
        {
            ("bedrock", "application-inference-profile") => RouteKind.ApplicationProfile,
            ("bedrock", "provisioned-model") => RouteKind.ProvisionedModel,
            ("bedrock", "custom-model-deployment") => RouteKind.CustomModelDeployment,
            ("bedrock", "custom-model") => RouteKind.CustomModel,
            ("sagemaker", "endpoint") => RouteKind.MarketplaceEndpoint,
            _ => null,
        };
        // The region becomes part of a host's name, and the text is a caller's.
        return kind is { } known && home.Length > 0 && home.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            ? new ModelRoute(known, home, id, model.Raw)
            : null;
    }

    internal static bool IsBareProfile(string raw) =>
        raw.Length == BareIdLength && raw.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));
}

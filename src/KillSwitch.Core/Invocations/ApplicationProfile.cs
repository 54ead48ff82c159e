namespace KillSwitch.Core.Invocations;

/// <summary>An application inference profile, as far as it is known.</summary>
/// <param name="Id">The last part of its ARN.</param>
public sealed record ApplicationProfile(string Id)
{
    private const string Resource = "application-inference-profile/";

    /// <summary>Null where nobody could say.</summary>
    public string? Name { get; init; }

    /// <summary>Null where a call named the id alone, and nobody could say.</summary>
    public string? Arn { get; init; }

    /// <summary>Null where they are not known.</summary>
    public TagSet? Tags { get; init; }

    /// <summary>What counters know it by: its name, which says more than its id.</summary>
    public string Value => Name ?? Id;

    /// <summary>Every way to write it that is known.</summary>
    public IEnumerable<string> Spellings => [Value, Id, Resource + Id, .. Arn is null ? (string[])[] : [Arn]];

    /// <summary>Read from what a caller or a metric named; null for anything else.</summary>
    public static ApplicationProfile? Of(string raw)
    {
        if (ModelRoute.IsBareProfile(raw))
            return new ApplicationProfile(raw);
        return raw.Split(':', 6) is ["arn", _, "bedrock", _, _, var resource] && resource.StartsWith(Resource, StringComparison.Ordinal)
            && resource.Length > Resource.Length
            ? new ApplicationProfile(resource[Resource.Length..]) { Arn = raw }
            : null;
    }
}

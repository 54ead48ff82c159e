using KillSwitch.Core.Deployments;

namespace KillSwitch.Engine.Deploying;

/// <summary>What the deployer fills in by itself, by the words of a template's <c>filled</c>.</summary>
/// <param name="Bucket">Where the functions' package lies, in the region of the stack.</param>
/// <param name="Key">Of the package.</param>
/// <param name="Stack">The name of home's stack.</param>
/// <param name="Home">What home's deployment wrote down; null for home itself.</param>
public sealed record FilledIn(string Bucket, string Key, string Stack, Deployment? Home)
{
    /// <summary>The word for <see cref="Bucket"/>.</summary>
    public const string CodeBucket = "code-bucket";

    /// <summary>The word for <see cref="Key"/>.</summary>
    public const string CodeKey = "code-key";

    private const string Homes = "home-";

    /// <summary>The word for what home wrote into a member of its parameter.</summary>
    public static string OfHome(string member) => Homes + member;

    /// <summary>Null for a word that nobody knows; empty for what home does not have.</summary>
    public string? Of(string word) => word switch
    {
        CodeBucket => Bucket,
        CodeKey => Key,
        "stack" or Homes + "stack" => Stack,
        _ when Home is not null && word.StartsWith(Homes, StringComparison.Ordinal) =>
            Home.ToParameter().GetValueOrDefault(Member(word[Homes.Length..]))?.ToString() ?? "",
        _ => null,
    };

    // home-chat-topic is the member chatTopic, and home-chatTopic as well.
    private static string Member(string word) => string.Concat(
        word.Split('-').Select((part, i) => i == 0 || part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));
}

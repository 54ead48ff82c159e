using System.CommandLine;
using System.Text.Json;
using Amazon;
using Amazon.Runtime;
using KillSwitch.Core.Settings;

namespace KillSwitch.Cli.Session;

/// <summary>The options of every verb that talks to a deployed guard: which account, which region, which stack.</summary>
/// <param name="region">What the option of the region is called.</param>
/// <param name="regionIs">What that region is.</param>
internal sealed class AccountOptions(string region = "--region", string regionIs = "that the guard was deployed to")
{
    private const string DefaultStack = GuardSetting.DefaultStack;
    private const string StackVariable = "KILLSWITCH_STACK";

    /// <summary>Of an option that names the stack: what is meant without it.</summary>
    public const string StackDefault = $"[default: {StackVariable}, `stackName` in cdk.json here, else {DefaultStack}]";

    private readonly Option<string?> _profile = new("--profile")
    {
        Description = "The AWS profile to use. [default: the usual credentials]",
        HelpName = "NAME",
    };

    private readonly Option<string?> _region = new(region)
    {
        Description = $"The region {regionIs}. [default: the profile's, or AWS_REGION]",
        HelpName = "REGION",
    };

    private readonly Option<string?> _stack = new("--stack")
    {
        Description = $"The guard's stack. {StackDefault}",
        HelpName = "NAME",
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _profile, _region, _stack })
            command.Options.Add(option);
    }

    /// <summary>The guard's stack, where it is named.</summary>
    public string? Named(ParseResult parsed) => parsed.GetValue(_stack);

    /// <summary>The guard's stack.</summary>
    public string Stack(ParseResult parsed) => parsed.GetValue(_stack) ?? StackHere();

    /// <summary>Finds the guard and signs in to its account.</summary>
    public Task<GuardSession> ConnectAsync(ParseResult parsed, CancellationToken cancellation) => GuardSession.OpenAsync(
        parsed.GetValue(_profile), parsed.GetValue(_region), Stack(parsed), VerbConfiguration.Of(parsed), cancellation);

    /// <summary>Whether any of them is given.</summary>
    public bool AreGiven(ParseResult parsed) =>
        parsed.GetValue(_profile) is not null || parsed.GetValue(_region) is not null || parsed.GetValue(_stack) is not null;

    /// <summary>The same, with a region for where neither option, profile nor environment names one.</summary>
    public Task<GuardSession> ConnectAsync(ParseResult parsed, string otherwise, CancellationToken cancellation) =>
        GuardSession.OpenAsync(
            parsed.GetValue(_profile),
            parsed.GetValue(_region) ?? (parsed.GetValue(_profile) is null && !IsRegionSet ? otherwise : null),
            Stack(parsed), VerbConfiguration.Of(parsed), cancellation);

    private static bool IsRegionSet => Environment.GetEnvironmentVariable("AWS_REGION") is { Length: > 0 }
        || Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION") is { Length: > 0 };

    /// <summary>Signs in without a guard.</summary>
    public (AWSCredentials Credentials, RegionEndpoint Region) SignIn(ParseResult parsed) =>
        GuardSession.SignIn(parsed.GetValue(_profile), parsed.GetValue(_region));

    /// <summary>The stack that is meant where no option names one.</summary>
    public static string StackHere()
    {
        if (Environment.GetEnvironmentVariable(StackVariable) is { Length: > 0 } name)
            return name;
        const string file = "cdk.json";
        if (!File.Exists(file))
            return DefaultStack;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            return document.RootElement.TryGetProperty("context", out var context)
                && context.ValueKind == JsonValueKind.Object
                && context.TryGetProperty("stackName", out var stack)
                && stack.ValueKind == JsonValueKind.String
                ? stack.GetString()!
                : DefaultStack;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            return DefaultStack;
        }
    }
}

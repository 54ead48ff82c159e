using System.CommandLine;
using Amazon;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Terminals;

namespace KillSwitch.Cli.Session;

/// <summary>
/// The options of a verb that looks at an account in which no guard need be deployed: whether, which one, and how far back.
/// </summary>
internal sealed class HistoryOptions(string since, TimeSpan unless)
{
    // CloudWatch keeps hourly metrics as long.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(455);

    private readonly Option<bool> _fromAccount = new("--from-account")
    {
        Description = "Look at the account itself: its invocation log and metrics. No guard need be deployed.",
    };

    private readonly Option<TimeSpan?> _since = SinceOption.Create($"With --from-account: how far back. [default: {since}]", Longest);

    private readonly Option<string?> _logGroup = new("--log-group")
    {
        Description = "With --from-account: the log group to read. [default: the one that Bedrock's invocation logging writes to]",
        HelpName = "NAME",
    };

    private readonly Option<string?> _profile = new("--profile")
    {
        Description = "With --from-account: the AWS profile to use. [default: the usual credentials]",
        HelpName = "NAME",
    };

    private readonly Option<string?> _region = new("--region")
    {
        Description = "With --from-account: the region to look at, with those of the sensors of a guard there. "
            + "[default: the profile's, or AWS_REGION]",
        HelpName = "REGION",
    };

    private readonly Option<string?> _stack = new("--stack")
    {
        Description = "With --from-account: the stack of the guard whose sensors' regions are looked at, too. "
            + AccountOptions.StackDefault,
        HelpName = "NAME",
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _fromAccount, _since, _logGroup, _profile, _region, _stack })
            command.Options.Add(option);
    }

    /// <summary>Whether the account is asked for. Options that need it and stand alone are a mistake.</summary>
    public bool IsAsked(ParseResult parsed)
    {
        if (parsed.GetValue(_fromAccount))
            return true;
        foreach (var option in new Option[] { _since, _logGroup, _profile, _region, _stack })
        {
            if (parsed.GetResult(option) is not null)
                throw new BadInputException($"`{option.Name}` needs `--from-account`");
        }

        return false;
    }

    public TimeSpan Since(ParseResult parsed) => parsed.GetValue(_since) ?? unless;

    /// <summary>The stack of the guard that is meant, where it is named.</summary>
    public string? Stack(ParseResult parsed) => parsed.GetValue(_stack);

    public string? LogGroup(ParseResult parsed) => parsed.GetValue(_logGroup);

    /// <summary>The region that is asked for; where a guard is deployed there, those of its sensors, too. A log group is of one.</summary>
    public async Task<HistoryByRegion> OpenAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var (credentials, region) = GuardSession.SignIn(parsed.GetValue(_profile), parsed.GetValue(_region));
        var elsewhere = LogGroup(parsed) is not null ? new HeardElsewhere([], null)
            : await HeardElsewhere.FindAsync(credentials, region, Stack(parsed) ?? AccountOptions.StackHere(), cancellation);
        if (elsewhere.Problem is { } problem)
        {
            terminal.Warn($"killswitch: whether a guard in {region.SystemName} has sensors in further regions cannot be read, and no "
                + $"other region is looked at: {problem}");
        }

        return new HistoryByRegion(
            [.. elsewhere.Regions.Select(RegionEndpoint.GetBySystemName).Prepend(region)
                .Select(one => new AccountHistory(credentials, one))]);
    }
}

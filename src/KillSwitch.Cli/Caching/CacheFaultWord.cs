using KillSwitch.Core.Caching;

namespace KillSwitch.Cli.Caching;

/// <summary>A fault in two words.</summary>
internal static class CacheFaultWord
{
    public static string Of(CacheFault fault) => fault switch
    {
        CacheFault.Works => "works",
        CacheFault.TooFewCalls => "too few",
        CacheFault.ModelWithoutCaching => "no caching",
        CacheFault.PromptsTooShort => "too short",
        CacheFault.NothingToReuse => "no reuse",
        CacheFault.TooFarApart => "too late",
        CacheFault.NeverAsked => "never asked",
        CacheFault.NeverRead => "never read",
        CacheFault.Stopped => "stopped",
        CacheFault.SomeCallsOnly => "some calls",
        CacheFault.PartOfPrompt => "in part",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "not a fault"),
    };
}

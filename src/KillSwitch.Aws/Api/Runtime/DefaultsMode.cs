using Amazon.Runtime;

namespace KillSwitch.Aws.Api.Runtime;

/// <summary>What <c>AWS_DEFAULTS_MODE</c> may choose, with the time-outs that every official client has.</summary>
internal static class DefaultsMode
{
    public static IReadOnlyList<IDefaultConfiguration> All { get; } =
    [
        Mode(DefaultConfigurationMode.Standard, 3_100),
        Mode(DefaultConfigurationMode.InRegion, 1_100),
        Mode(DefaultConfigurationMode.CrossRegion, 3_100),
        Mode(DefaultConfigurationMode.Mobile, 30_000),
        Mode(DefaultConfigurationMode.Auto, 1_100),
    ];

    private static DefaultConfiguration Mode(DefaultConfigurationMode name, int milliseconds) => new()
    {
        Name = name,
        RetryMode = RequestRetryMode.Standard,
        ConnectTimeout = TimeSpan.FromMilliseconds(milliseconds),
        TlsNegotiationTimeout = TimeSpan.FromMilliseconds(milliseconds),
    };
}

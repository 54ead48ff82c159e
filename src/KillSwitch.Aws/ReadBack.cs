namespace KillSwitch.Aws;

/// <summary>How long a change of IAM is looked for before it counts as not confirmed.</summary>
internal static class ReadBack
{
    /// <summary>IAM is eventually consistent: what was accepted shows within a second or two.</summary>
    public static IReadOnlyList<TimeSpan> Waits { get; } =
        [.. new[] { 0, 100, 200, 400, 800, 1600 }.Select(wait => TimeSpan.FromMilliseconds(wait))];
}

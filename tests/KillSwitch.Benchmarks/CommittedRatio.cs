namespace KillSwitch.Benchmarks;

/// <summary>A line of <c>ratios.json</c>.</summary>
/// <param name="Ratio">Measured when it was committed.</param>
/// <param name="Margin">By which part of it a run may be worse: 0.3 allows 1.3 times the ratio.</param>
/// <param name="Why">Why the margin is so wide.</param>
public sealed record CommittedRatio(double Ratio, double Margin, string Why);

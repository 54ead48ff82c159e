namespace KillSwitch.Engine.Report;

/// <summary>What stands above a report, and what a reader must know of where it comes from.</summary>
public sealed record ReportHeading(string Title, string Subtitle, IReadOnlyList<string> Notes);

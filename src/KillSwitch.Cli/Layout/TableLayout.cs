namespace KillSwitch.Cli.Layout;

/// <summary>A table as it stands on a terminal.</summary>
/// <param name="Head">Over its columns, or over its blocks.</param>
/// <param name="Rows">The lines of each row: one, or several where it is narrow.</param>
/// <param name="Width">What it takes.</param>
internal sealed record TableLayout(Line Head, IReadOnlyList<IReadOnlyList<Line>> Rows, int Width);

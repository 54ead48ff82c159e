using KillSwitch.Core.Prices;

namespace KillSwitch.Engine.PriceFile;

/// <summary>One mistake in a price file. Line and column count from 1.</summary>
public sealed record PriceFileProblem(long Line, long Column, string Message);

/// <summary>What a price file says: prices, or every mistake at once. A file with a mistake gives no price.</summary>
public sealed record PriceFileResult(IReadOnlyList<PriceEntry> Prices, IReadOnlyList<PriceFileProblem> Problems);

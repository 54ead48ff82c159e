using KillSwitch.Core.Prices;
using KillSwitch.Engine.Yaml;

namespace KillSwitch.Engine.PriceFile;

/// <summary>What a price file says: prices, or every mistake at once. A file with a mistake gives no price.</summary>
public sealed record PriceFileResult(IReadOnlyList<PriceEntry> Prices, IReadOnlyList<YamlProblem> Problems);

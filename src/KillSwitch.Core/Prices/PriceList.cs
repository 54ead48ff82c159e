namespace KillSwitch.Core.Prices;

/// <summary>A list of prices with its rules, as <c>catalogue.json</c> and <c>overrides.json</c> hold them.</summary>
public sealed record PriceList(IReadOnlyList<PriceEntry> Entries, PriceRules Rules)
{
    private static readonly Lazy<PriceList> LazyCatalogue = new(() => Embedded("catalogue.json"));
    private static readonly Lazy<PriceList> LazyOverrides = new(() => Embedded("overrides.json"));

    /// <summary>Generated from a published price collection; never edited by hand.</summary>
    public static PriceList Catalogue => LazyCatalogue.Value;

    /// <summary>Small and reviewed: what the catalogue lacks. It stands above the catalogue.</summary>
    public static PriceList Overrides => LazyOverrides.Value;

    /// <summary>Reads the JSON form. Throws on anything unexpected: the files ship with the program.</summary>
    public static PriceList Read(ReadOnlyMemory<byte> json) => PriceListJson.Read(json);

    private static PriceList Embedded(string name)
    {
        using var stream = typeof(PriceList).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"`{name}` is not embedded");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Read(bytes);
    }
}

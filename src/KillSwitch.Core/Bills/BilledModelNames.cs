using KillSwitch.Core.Invocations;
using KillSwitch.Core.PriceLists;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.Bills;

/// <summary>Which model a line of the bill is for: by its exact names, and never by a part of one.</summary>
internal sealed class BilledModelNames
{
    private readonly ModelNames _names;

    /// <param name="metered">Models that were called: their ids are names, too.</param>
    public BilledModelNames(IEnumerable<ModelId> metered) => _names = new ModelNames(metered.Select(model => model.Id)
        .SelectMany(id => (string[])[id, Key(id)], (id, spelled) => (Name: WithoutVendor(spelled), Id: id)).Distinct());

    /// <summary>All spellings of a model have this one in common.</summary>
    public static string Key(string id) => ModelSpelling.Known.Canonical(id);

    /// <summary>What it is charged for, and the model; else why not.</summary>
    public (UsageMeaning.Charge? Charge, string? Model, string Why) Read(BilledUsage line)
    {
        switch (UsageType.Read(line.UsageType))
        {
            case UsageMeaning.Charge { IsByToken: true } charge:
                var model = _names.Find(charge.Name, line.IsOfEdition ? line.Service : "") ?? AnsweredModels.Find(charge.Name)?.Id;
                return (charge, model is null ? null : Key(model), "no model of that name is known");
            case UsageMeaning.Charge:
                return (null, null, "it is not charged by the token");
            case UsageMeaning.Skip { IsUnderstood: true } skip:
                return (null, null, skip.Why);
            default:
                return (null, null, "this usage type is not understood");
        }
    }

    private static string WithoutVendor(string id) => id[(id.IndexOf('.', StringComparison.Ordinal) + 1)..];
}

using KillSwitch.Core.Invocations;
using KillSwitch.Core.Prices;

namespace KillSwitch.Engine.Reconciliation;

/// <summary>What makes a model of the metrics and a model of the log the same model in one region.</summary>
internal readonly record struct ModelKey(string Region, string Model)
{
    public static ModelKey Of(string region, ModelId model)
    {
        // The metrics name an application inference profile by its bare id, the log by its ARN.
        const string profile = ":application-inference-profile/";
        var at = model.Id.IndexOf(profile, StringComparison.Ordinal);
        return new ModelKey(region, at < 0 ? ModelSpelling.Known.Canonical(model.Id) : model.Id[(at + profile.Length)..]);
    }
}

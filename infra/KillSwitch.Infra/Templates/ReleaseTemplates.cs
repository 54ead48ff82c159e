using System.Text.Encodings.Web;
using System.Text.Json;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Settings;

namespace KillSwitch.Infra.Templates;

/// <summary>The templates that a release has.</summary>
internal static class ReleaseTemplates
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one of them twice: for a guard with the name that nobody chose, and for one that can be given any.</summary>
    /// <param name="what"><c>guard</c> or <c>sensor</c>.</param>
    public static void Write(string what, string folder)
    {
        var template = what == "sensor"
            ? StaticTemplate.OfSensor(ReleaseTemplate.AnyName)
            : StaticTemplate.OfGuard(ReleaseTemplate.AnyName);
        var text = template.ToJsonString(Plain);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, $"{what}.any-name.template.json"), text);
        File.WriteAllText(Path.Combine(folder, $"{what}.template.json"), ReleaseTemplate.Named(text, GuardSetting.DefaultStack));
    }
}

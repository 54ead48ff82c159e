using System.IO.Compression;
using System.Text.Json;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Settings;
using KillSwitch.Engine.Deploying;

namespace KillSwitch.Cli.Deploying;

/// <summary>What a release deploys.</summary>
internal sealed class Release : IDisposable
{
    private readonly ReleaseFiles _files;
    private readonly Dictionary<string, byte[]> _packages = new(StringComparer.Ordinal);

    private Release(ReleaseFiles files, string version, StackTemplate home, StackTemplate sensor) =>
        (_files, Version, Home, Sensor) = (files, version, home, sensor);

    public string Version { get; }

    /// <summary>The template of home's stack.</summary>
    public StackTemplate Home { get; private set; }

    /// <summary>The template of a sensor's.</summary>
    public StackTemplate Sensor { get; private set; }

    /// <param name="files">Its files; they are closed with it.</param>
    /// <exception cref="Inputs.BadInputException">One is missing, or not what it should be.</exception>
    public static async Task<Release> ReadAsync(ReleaseFiles files) => new(
        files, VersionOf(files, await files.ReadTextAsync("release.json")), await TemplateAsync(files, "guard.template.json", text => text),
        await TemplateAsync(files, "sensor.template.json", text => text));

    /// <summary>Takes the templates of a guard by its name.</summary>
    /// <exception cref="Inputs.BadInputException">One is missing, or not what it should be.</exception>
    public async Task NameAsync(string stack)
    {
        if (stack == GuardSetting.DefaultStack)
            return;
        Home = await TemplateAsync(_files, "guard.any-name.template.json", text => ReleaseTemplate.Named(text, stack));
        Sensor = await TemplateAsync(_files, "sensor.any-name.template.json", text => ReleaseTemplate.Named(text, stack));
    }

    /// <summary>The functions' package.</summary>
    /// <param name="architecture">Of Lambda: <c>x86_64</c> or <c>arm64</c>.</param>
    /// <exception cref="Inputs.BadInputException">It is missing, or not what it should be.</exception>
    public async Task<(string File, byte[] Content)> PackageAsync(string architecture)
    {
        var file = $"kill-switch-lambda-{architecture}.zip";
        if (!_packages.TryGetValue(architecture, out var content))
        {
            _packages[architecture] = content = await _files.ReadAsync(file);
            if (!HasProgram(content))
                throw _files.Damaged(file, "it has no `bootstrap`, which Lambda starts");
        }

        return (file, content);
    }

    public void Dispose() => _files.Dispose();

    private static string VersionOf(ReleaseFiles files, string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.GetProperty("version").GetString() ?? throw new KeyNotFoundException();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw files.Damaged("release.json", "it does not say which `version` it is");
        }
    }

    private static async Task<StackTemplate> TemplateAsync(ReleaseFiles files, string name, Func<string, string> named)
    {
        try
        {
            return StackTemplate.Parse(named(await files.ReadTextAsync(name)));
        }
        catch (FormatException error)
        {
            throw files.Damaged(name, error.Message);
        }
    }

    private static bool HasProgram(byte[] content)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(content, writable: false));
            return zip.GetEntry("bootstrap") is not null;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}

using YamlDotNet.RepresentationModel;

namespace KillSwitch.Cli.Tests.Engineering;

/// <summary>A file as a tree.</summary>
internal static class Yaml
{
    public static YamlNode Read(string path)
    {
        var yaml = new YamlStream();
        using var file = File.OpenText(path);
        yaml.Load(file);
        return yaml.Documents[0].RootNode;
    }
}

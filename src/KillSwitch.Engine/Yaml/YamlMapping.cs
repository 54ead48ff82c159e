using YamlDotNet.RepresentationModel;

namespace KillSwitch.Engine.Yaml;

/// <summary>A mapping whose keys are known; any other key is a mistake.</summary>
internal sealed class YamlMapping
{
    private readonly Dictionary<string, YamlNode> _values = new(StringComparer.Ordinal);
    private readonly YamlMappingNode _node;
    private readonly List<YamlProblem> _problems;

    public YamlMapping(YamlMappingNode node, List<YamlProblem> problems, params string[] keys)
    {
        _node = node;
        _problems = problems;
        foreach (var (key, value) in node)
        {
            if (key is YamlScalarNode { Value: { } name } && keys.Contains(name))
                _values[name] = value;
            else
                Problem(key, $"`{key}` is no key here; allowed are {string.Join(", ", keys.Select(allowed => $"`{allowed}`"))}");
        }
    }

    public YamlNode? Required(string key)
    {
        if (!_values.TryGetValue(key, out var value))
            Problem(_node, $"`{key}` is missing");
        return value;
    }

    public YamlNode? Optional(string key) => _values.GetValueOrDefault(key);

    public void Problem(YamlNode at, string message) => _problems.Add(new YamlProblem(at.Start.Line, at.Start.Column, message));

    /// <summary>Notes the mistake and gives no value.</summary>
    public T? Problem<T>(YamlNode at, string message)
    {
        Problem(at, message);
        return default;
    }
}

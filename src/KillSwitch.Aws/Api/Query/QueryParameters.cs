using System.Globalization;
using Amazon.Util;

namespace KillSwitch.Aws.Api.Query;

/// <summary>Members as <c>Name=value</c>, lists as <c>Name.member.1</c>, maps as <c>Name.entry.1.Name</c>; null is not sent.</summary>
internal sealed class QueryParameters(IDictionary<string, string> parameters, string prefix = "")
{
    public QueryParameters Add(string name, string? value)
    {
        if (value is not null)
            parameters.Add(prefix + name, value);
        return this;
    }

    public QueryParameters Add(string name, int? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public QueryParameters Add(string name, bool? value) => Add(name, value switch { true => "true", false => "false", null => null });

    public QueryParameters Add(string name, DateTime? value) =>
        Add(name, value?.ToUniversalTime().ToString(AWSSDKUtils.ISO8601DateFormat, CultureInfo.InvariantCulture));

    public QueryParameters AddList(string name, IEnumerable<string>? values)
    {
        foreach (var (index, value) in (values ?? []).Index())
            Add(Member(name, index), value);
        return this;
    }

    public QueryParameters AddList<T>(string name, IEnumerable<T>? values, Action<QueryParameters, T> write)
    {
        foreach (var (index, value) in (values ?? []).Index())
            write(Below(Member(name, index)), value);
        return this;
    }

    public QueryParameters AddMap<T>(string name, IEnumerable<KeyValuePair<string, T>>? entries, Action<QueryParameters, T> write)
    {
        foreach (var (index, (key, value)) in (entries ?? []).Index())
        {
            var entry = Below(string.Create(CultureInfo.InvariantCulture, $"{name}.entry.{index + 1}"));
            entry.Add("Name", key);
            write(entry.Below("Value"), value);
        }

        return this;
    }

    public QueryParameters Add<T>(string name, T? value, Action<QueryParameters, T> write)
        where T : class
    {
        if (value is not null)
            write(Below(name), value);
        return this;
    }

    private QueryParameters Below(string name) => new(parameters, $"{prefix}{name}.");

    private static string Member(string name, int index) => string.Create(CultureInfo.InvariantCulture, $"{name}.member.{index + 1}");
}

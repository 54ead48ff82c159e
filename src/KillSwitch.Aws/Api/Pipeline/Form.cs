namespace KillSwitch.Aws.Api.Pipeline;

/// <summary>Writes the query protocol's form; what is null is left out.</summary>
internal static class Form
{
    public static void Put(this IDictionary<string, string> form, string name, string? value)
    {
        if (value is not null)
            form[name] = value;
    }
}

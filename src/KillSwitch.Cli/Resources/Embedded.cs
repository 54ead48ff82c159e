namespace KillSwitch.Cli.Resources;

/// <summary>Files of the repository that travel inside the program.</summary>
internal static class Embedded
{
    public const string Policy = "killswitch.yaml";
    public const string Schema = "killswitch.schema.json";

    public static string Read(string name)
    {
        using var stream = typeof(Embedded).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"`{name}` is not part of this build");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

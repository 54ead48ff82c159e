using System.Text;
using System.Text.Json;

namespace KillSwitch.Cli.Terminals;

/// <summary>One JSON document on stdout.</summary>
internal static class JsonOutput
{
    public static void Write(Terminal terminal, Action<Utf8JsonWriter> members)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        terminal.StandardOutput.WriteLine(Encoding.UTF8.GetString(bytes.ToArray()));
    }
}

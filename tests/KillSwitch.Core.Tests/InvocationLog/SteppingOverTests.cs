using System.Text;
using CsCheck;
using KillSwitch.Core.InvocationLog;

namespace KillSwitch.Core.Tests.InvocationLog;

/// <summary>Blocks of 64 bytes against one byte at a time.</summary>
public class SteppingOverTests
{
    private static readonly Gen<byte[]> Structural =
        Gen.Select(Gen.OneOf("\"", "\\", "\\\\", "{", "}", "[", "]", "a", "u0022", "u00e9", "n", "\\\"", "\\\\\\\"",
            "xxxxxxxxxxxxxxxxxxx").Array[0, 120], Gen.Int[0, 70], (pieces, pad) =>
            Encoding.UTF8.GetBytes("{" + new string('x', pad) + string.Concat(pieces)));

    [Fact]
    public void A_container_ends_where_its_brackets_close() =>
        Structural.Sample(text => PlainJson.EndOfContainer(text, 0) == PlainEnd(text), iter: 50_000);

    [Fact]
    public void An_escaped_container_ends_where_its_unescaped_brackets_close() =>
        Structural.Sample(text => EscapedJson.EndOfContainer(text, 0) == EscapedEnd(text), iter: 50_000);

    [Fact]
    public void Unescaping_agrees_with_the_platform() =>
        Gen.String[Gen.Char, 0, 60].Sample(text =>
        {
            var valid = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            foreach (var escaped in new[] { System.Text.Json.JsonSerializer.Serialize(valid), Records.Quote(valid) })
            {
                var written = new byte[escaped.Length * 4];
                var length = JsonEscapes.Unescape(Encoding.UTF8.GetBytes(escaped).AsSpan()[1..^1], written);
                Encoding.UTF8.GetString(written, 0, length).ShouldBe(valid);
            }
        });

    private static int PlainEnd(byte[] text)
    {
        var (depth, inString) = (0, false);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '"' && PlainJson.BackslashesBefore(text, 0, at) % 2 == 0)
                inString = !inString;
            else if (!inString && text[at] is (byte)'{' or (byte)'[')
                depth++;
            else if (!inString && text[at] is (byte)'}' or (byte)']' && --depth == 0)
                return at + 1;
        }

        return -1;
    }

    private static int EscapedEnd(byte[] text)
    {
        var (depth, inString) = (0, false);
        for (var at = 0; at < text.Length; at++)
        {
            var run = PlainJson.BackslashesBefore(text, 0, at);
            if (text[at] == '"' && run % 2 == 0)
                return -1;
            if (text[at] == 'u' && run % 2 == 1 && text.AsSpan(at).StartsWith("u0022"u8) | text.Length - at < 5 | !IsHex(text, at + 1))
                return -1;
            if (text[at] == '"' && run % 4 == 1)
                inString = !inString;
            else if (!inString && text[at] is (byte)'{' or (byte)'[')
                depth++;
            else if (!inString && text[at] is (byte)'}' or (byte)']' && --depth == 0)
                return at + 1;
        }

        return -1;
    }

    private static bool IsHex(byte[] text, int at) =>
        text.Length - at >= 4 && text.AsSpan(at, 4).ToArray().All(digit => char.IsAsciiHexDigit((char)digit));
}

using System.Text;
using KillSwitch.Core.Notifications;

namespace KillSwitch.Engine.Messages;

/// <summary>
/// A plain text of labels and what they say. INVARIANT (nothing from outside begins in the first column): a label stands there, or our own
/// words do; what goes on in the next line is indented.
/// </summary>
internal sealed class TextLines
{
    public const int Width = 72;

    private const int LabelWidth = 10;

    private readonly StringBuilder _text = new();

    /// <summary>Our own words first, what comes from outside after them.</summary>
    public TextLines Paragraph(string text) => Wrap("", text, indent: 2);

    public TextLines Empty()
    {
        _text.Append('\n');
        return this;
    }

    public TextLines Line(string label, string value) => Wrap(label.PadRight(LabelWidth - 1) + ' ', value, LabelWidth);

    /// <summary>A command is to be pasted: it is never broken. One that is too long for its label stands alone.</summary>
    public TextLines Command(string label, string command)
    {
        if (LabelWidth + command.Length <= Width)
            _text.Append(label.PadRight(LabelWidth)).Append(command).Append('\n');
        else
            _text.Append(label).Append('\n').Append("  ").Append(command).Append('\n');
        return this;
    }

    /// <summary>A command without a label, under what it is about.</summary>
    public TextLines Pasted(string command)
    {
        _text.Append("  ").Append(command).Append('\n');
        return this;
    }

    public override string ToString() => _text.ToString();

    private TextLines Wrap(string head, string value, int indent)
    {
        _text.Append(head);
        var (column, isFirst) = (head.Length, true);
        foreach (var word in PlainText.Of(value).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            // A word that is longer than any line, as an ARN may be, stands alone: in two pieces nobody could copy it.
            if (!isFirst && column + 1 + word.Length > Width)
            {
                _text.Append('\n').Append(' ', indent);
                column = indent;
            }
            else if (!isFirst)
            {
                _text.Append(' ');
                column++;
            }

            _text.Append(word);
            column += word.Length;
            isFirst = false;
        }

        _text.Append('\n');
        return this;
    }
}

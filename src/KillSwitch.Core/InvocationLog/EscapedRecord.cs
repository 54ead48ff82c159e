using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.InvocationLog;

/// <summary>
/// Makes of a record that is escaped in a JSON string the small JSON that its reader needs, unescaped: the fields that mean
/// something. Prompts are stepped over where they stand.
/// </summary>
internal sealed class EscapedRecord
{
    private readonly ByteBuffer _envelope = new();
    private readonly ByteBuffer _body = new();

    /// <summary>The record with empty bodies.</summary>
    public ReadOnlySpan<byte> Envelope => _envelope.Written;

    /// <summary>What can matter of <c>outputBodyJson</c>; empty until <see cref="TryStream"/> when it is a stream.</summary>
    public ReadOnlySpan<byte> Body => _body.Written;

    /// <summary>Where a stream stands in the text; empty when the answer is none.</summary>
    public Range Stream { get; private set; }

    /// <summary>The answer is a string, which stands whole in <see cref="Envelope"/>.</summary>
    public bool IsText { get; private set; }

    /// <summary>False when only reading the long way can tell. <paramref name="length"/>: up to the outer string's closing quote.</summary>
    public bool TryRecord(ReadOnlySpan<byte> text, out int length)
    {
        _envelope.Clear();
        _body.Clear();
        (Stream, IsText) = (default, false);
        var cursor = new EscapedCursor(text, 0);
        var isWhole = cursor.Peek() == (byte)'{' && TryObject(ref cursor, Field.Unknown) && cursor.TryTakeOuterEnd();
        length = cursor.Position - 1;
        return isWhole;
    }

    /// <summary>Reads of the stream as many elements as can matter.</summary>
    public bool TryStream(ReadOnlySpan<byte> text, in TokenCounts envelope, AnswerNaming naming)
    {
        _body.Clear();
        var cursor = new EscapedCursor(text[Stream], 0);
        cursor.TryTake((byte)'[');
        _body.Append((byte)'[');
        for (var isFirst = true; !(isFirst && cursor.TryTake((byte)']')); isFirst = false)
        {
            var isElement = cursor.Peek() == (byte)'{';
            var met = default(FoundFields);
            if (isElement ? !TryElement(ref cursor, naming != AnswerNaming.None, out met)
                : !TryCopy(ref cursor, _body, default, isWanted: cursor.Peek() == (byte)'"', isElement: true))
            {
                return false;
            }

            if (isElement && OutputBody.IsEnough(envelope, naming, met.Start, met.Model))
                break;
            if (cursor.TryTake((byte)']'))
                break;
            if (!cursor.TryTake((byte)','))
                return false;
        }

        _body.Append((byte)']');
        return true;
    }

    /// <summary>The record, or its <c>input</c> or <c>output</c>.</summary>
    private bool TryObject(ref EscapedCursor cursor, Field side)
    {
        cursor.TryTake((byte)'{');
        _envelope.Append((byte)'{');
        for (var isFirst = true; !(isFirst && cursor.TryTake((byte)'}')); isFirst = false)
        {
            if (!cursor.TryName(out var name))
                return false;
            var field = side == Field.Unknown ? Fields.OfRecord(name) : Fields.OfSide(side, name);
            var kind = cursor.Peek();
            var isTaken = field switch
            {
                Field.Input or Field.Output when kind == (byte)'{' => TrySide(ref cursor, name, field),
                Field.OutputBodyJson when kind is (byte)'{' or (byte)'[' => TryBody(ref cursor, name, kind),
                _ => TryCopy(ref cursor, _envelope, name, isWanted: field != Field.Unknown),
            };
            IsText |= field == Field.OutputBodyJson && kind == (byte)'"';
            if (!isTaken)
                return false;
            if (cursor.TryTake((byte)'}'))
                break;
            if (!cursor.TryTake((byte)','))
                return false;
        }

        _envelope.Append((byte)'}');
        return true;
    }

    private bool TrySide(ref EscapedCursor cursor, ReadOnlySpan<byte> name, Field side)
    {
        AppendName(_envelope, name);
        return TryObject(ref cursor, side);
    }

    private bool TryBody(ref EscapedCursor cursor, ReadOnlySpan<byte> name, byte kind)
    {
        AppendName(_envelope, name);
        _body.Clear();
        Stream = default;
        if (kind == (byte)'{')
        {
            _envelope.Append("{}"u8);
            // What the model is called is not known yet.
            return TryElement(ref cursor, namesModel: true, out _);
        }

        _envelope.Append("[]"u8);
        var start = cursor.Position;
        if (!cursor.TryValue(out _))
            return false;
        Stream = start..cursor.Position;
        return true;
    }

    private bool TryElement(ref EscapedCursor cursor, bool namesModel, out FoundFields met)
    {
        met = default;
        cursor.TryTake((byte)'{');
        AppendComma(_body);
        _body.Append((byte)'{');
        for (var isFirst = true; !(isFirst && cursor.TryTake((byte)'}')); isFirst = false)
        {
            if (!cursor.TryName(out var name))
                return false;
            var field = BodyFields.OfElement(name);
            met = new FoundFields(met.Start || field == BodyField.Message, met.Model || field == BodyField.Model);
            if (!TryCopy(ref cursor, _body, name, isWanted: field != BodyField.Unknown && (namesModel || !BodyFields.IsOfNaming(field))))
                return false;
            if (cursor.TryTake((byte)'}'))
                break;
            if (!cursor.TryTake((byte)','))
                return false;
        }

        _body.Append((byte)'}');
        return true;
    }

    /// <summary>
    /// Copies a member, or an element without a name. What nobody wants is left out, unless it is a number or a literal: whether
    /// that is JSON, the reader says.
    /// </summary>
    private static bool TryCopy(ref EscapedCursor cursor, ByteBuffer into, ReadOnlySpan<byte> name, bool isWanted, bool isElement = false)
    {
        var kind = cursor.Peek();
        if (!cursor.TryValue(out var value))
            return false;
        if (!isWanted && kind is (byte)'{' or (byte)'[' or (byte)'"')
            return true;
        if (isElement)
            AppendComma(into);
        else
            AppendName(into, name);
        into.AppendUnescaped(value);
        return true;
    }

    /// <summary>What an element of a stream holds.</summary>
    private readonly record struct FoundFields(bool Start, bool Model);

    private static void AppendName(ByteBuffer into, ReadOnlySpan<byte> name)
    {
        AppendComma(into);
        into.Append((byte)'"');
        into.Append(name);
        into.Append("\":"u8);
    }

    private static void AppendComma(ByteBuffer into)
    {
        if (into.Written is [.., not ((byte)'{' or (byte)'[')])
            into.Append((byte)',');
    }
}

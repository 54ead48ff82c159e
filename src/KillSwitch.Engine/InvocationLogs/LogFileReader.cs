using System.Globalization;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.InvocationLogs;

/// <summary>
/// Reads one log's text: line by line, each line one whole value or several, with or without what a tool writes before them; or,
/// where a line starts a value that goes on in the next line, as a document, which is read whole; or the rows of a CSV file.
/// </summary>
internal sealed class LogFileReader
{
    /// <summary>What looked like a document and was none is read again by lines; so often at most, so that reading stays linear.</summary>
    private const int MostFailedDocuments = 4;

    private const string CutOff = "cut off in the middle";

    private const string NotJson = "not a JSON object";

    private static readonly string[] Strange = [NotJson, LogContainer.NoRecord, LogContainer.NoMessage, LogContainer.NoMessageInRow];

    private readonly TextWindow _window;
    private readonly string _file;
    private readonly InvocationReader _reader;
    private readonly LogContainer _container;
    private readonly Action<Invocation> _onInvocation;
    private readonly Action<LogProblem> _onProblem;

    /// <summary>What shows no record, until something is read: a file of another kind is told once. Null from then on.</summary>
    private List<LogProblem>? _strange = [];

    /// <summary>What it is if it holds no record; null where nothing says it.</summary>
    private string? _kind;

    private long _line = 1;
    private int _failedDocuments;

    /// <summary>What is left of the current line, without its end; -1 when that is not known yet.</summary>
    private int _lineLength = -1;

    public LogFileReader(
        TextWindow window,
        string file,
        InvocationReader reader,
        Action<Invocation> onInvocation,
        Action<LogProblem> onProblem)
    {
        (_window, _file, _reader, _onInvocation, _onProblem) = (window, file, reader, onInvocation, onProblem);
        _container = new LogContainer(reader, Take, (offset, reason) => Report(reason, _line + _window.Text[..offset].Count((byte)'\n')));
    }

    public void Read()
    {
        while (_window.Text.Length < LogKind.Enough && _window.Fill())
        {
        }

        if (LogKind.Foreign(_window.Text) is { } kind)
        {
            _onProblem(Foreign(kind));
            return;
        }

        _kind = LogKind.OfJson(_window.Text);
        if (_window.Text.StartsWith("\uFEFF"u8))
            _window.Advance(3);
        if (HasLine() && CsvRows.IsSeparatorLine(_window.Text[.._lineLength]))
            StepOverLine();
        if (HasLine() && CsvRows.IsHeader(_window.Text[.._lineLength]))
            ReadRows();
        while (HasLine())
            ReadLine();
        TellStrange(isWhole: true);
        if (_window.Fault is { } fault)
            _onProblem(new LogProblem(_file, _line, fault));
    }

    /// <summary>Brings a line, or the rest of one, into the window.</summary>
    private bool HasLine()
    {
        var searched = 0;
        while (_lineLength < 0)
        {
            var end = _window.Text[searched..].IndexOf((byte)'\n');
            if (end >= 0)
                _lineLength = searched + end;
            searched = _window.Text.Length;
            if (end < 0 && !_window.Fill())
                _lineLength = searched;
        }

        return _lineLength > 0 || _window.Text.Length > 0;
    }

    private void ReadRows()
    {
        while (_window.Fill())
        {
        }

        var line = _line;
        var container = new LogContainer(_reader, Take, (_, reason) => Report(reason, line));
        var rows = CsvRows.Of(_window.Text);
        for (var start = 0; rows.Read(); start = rows.Start)
        {
            line += _window.Text[start..rows.Start].Count((byte)'\n');
            var message = rows.Message.Trim(" \t\r\n"u8);
            var damage = LogContainer.NoRecord;
            if (!PermissionCheck.Is(message) && !(LogLine.StartsValue(message) && container.TryRead(message, 0, out damage)))
                Report(rows.HasMessage ? damage : "no column of messages in the row", line);
        }

        StepTo(_window.Text.Length);
    }

    private void ReadLine()
    {
        var content = LogLine.Content(_window.Text[.._lineLength], out var start);
        if (LogLine.StartsValue(content))
        {
            ReadValue(content, start);
        }
        else if (content.IsEmpty || PermissionCheck.IsIn(content) || LogLine.IsAside(content) || IsHeading(content))
        {
            StepOverLine();
        }
        else if (content[0] == (byte)'"' && _container.TryReadText(content))
        {
            StepOverLine();
        }
        else if (LogLine.RecordIn(content) is var at and > 0 && _reader.ReadFirst(content[at..], out _).IsRead)
        {
            ReadValue(content[at..], start + at);
        }
        else
        {
            Report(NotJson, _line);
            StepOverLine();
        }
    }

    private bool IsHeading(ReadOnlySpan<byte> content) => LogLine.IsHeading(content) && FirstOfNextLine() is (byte)'{' or (byte)'P';

    private void Take(Invocation invocation)
    {
        TellStrange();
        _onInvocation(invocation);
    }

    /// <summary>Tells one by one what shows no record; of a file that holds nothing else, once.</summary>
    private void TellStrange(bool isWhole = false)
    {
        if (_strange is not { } strange)
            return;
        _strange = null;
        if (isWhole && strange.Count > 0 && _kind is not null)
        {
            _onProblem(Foreign(_kind));
        }
        else if (isWhole && strange.Count > 1)
        {
            _onProblem(new LogProblem(
                _file, 0, string.Create(
                CultureInfo.InvariantCulture,
                $"this is no log of invocations: none of its {strange.Count:#,##0} "
                + $"{(strange.TrueForAll(problem => problem.Reason == NotJson) ? "lines is JSON" : "pieces is a record")}")));
        }
        else
        {
            strange.ForEach(_onProblem);
        }
    }

    /// <summary>Reads the value that the line's content starts with, and steps over it.</summary>
    private void ReadValue(ReadOnlySpan<byte> content, int start)
    {
        var isObject = content[0] == '{';
        var end = content.Length;
        var result = isObject ? _reader.ReadFirst(content, out end) : default;
        if (!result.IsRead)
        {
            end = PlainJson.EndOfContainer(content, 0);
            if (end < 0)
            {
                ReadCutOff(isForeign: !isObject || result.IsForeign);
                return;
            }
        }

        var rest = LogLine.After(content[end..]);
        var isFollowedByText = !rest.IsEmpty && !LogLine.StartsValue(rest);
        if (isObject && !result.IsRead && !result.IsForeign)
            Report(result.Damage, _line);
        else if (!result.IsRead && !_container.TryReadContainer(content[..end], 0))
            Report(result.Damage ?? LogContainer.NoRecord, _line);
        else if (isFollowedByText)
            Report("text after the record", _line);
        else if (result.IsRead)
            Take(result.Invocation);

        if (LogLine.StartsValue(rest))
            StepTo(start + content.Length - rest.Length);
        else
            StepOverLine();
    }

    /// <summary>The line ends in the middle of a value: a document that goes on, or a record that was cut off.</summary>
    private void ReadCutOff(bool isForeign)
    {
        var next = FirstOfNextLine();
        var content = LogLine.Content(_window.Text[.._lineLength], out var start);
        if (_failedDocuments < MostFailedDocuments && LogLine.StartsDocument(content, isForeign, next))
        {
            if (TryReadDocument(start, isForeign, isObject: next == '"'))
                return;
            _failedDocuments++;
            content = LogLine.Content(_window.Text[.._lineLength], out _);
        }

        if (!isForeign || !_container.TryReadContainer(content, 0))
            Report(CutOff, _line);
        StepOverLine();
    }

    /// <summary>False when there is no document after all, and the line is just damaged.</summary>
    /// <param name="start">Where it starts in the window.</param>
    /// <param name="isForeign">Its first line shows no field of a record.</param>
    /// <param name="isObject">Its second line goes on as an object does, and not as a record of its own.</param>
    private bool TryReadDocument(int start, bool isForeign, bool isObject)
    {
        while (_window.Fill())
        {
        }

        var text = _window.Text[start..];
        var end = PlainJson.EndOfContainer(text, 0);
        var damage = CutOff;
        var isRead = end >= 0
            ? _container.TryRead(text[..end], start, out damage)
            : isForeign && _container.TryReadContainer(text, start);
        if (!isRead && !isObject)
            return false;
        if (!isRead)
            Report(damage, _line);
        StepTo(end >= 0 ? start + end : _window.Text.Length);
        return true;
    }

    /// <summary>The first byte of the next line that is not empty; 0 at the end.</summary>
    private byte FirstOfNextLine()
    {
        for (var at = _lineLength; ; at++)
        {
            if (at == _window.Text.Length && !_window.Fill())
                return 0;
            if (_window.Text[at] is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
                return _window.Text[at];
        }
    }

    private void StepOverLine()
    {
        StepTo(Math.Min(_lineLength + 1, _window.Text.Length));
        _lineLength = -1;
    }

    private void StepTo(int offset)
    {
        _line += _window.Text[..offset].Count((byte)'\n');
        _window.Advance(offset);
        _lineLength = _lineLength >= offset ? _lineLength - offset : -1;
    }

    /// <summary>One problem for what was lost where the text ends before its end: the one that says why.</summary>
    private void Report(string reason, long line)
    {
        if (IsExplained(reason))
            return;
        var problem = new LogProblem(_file, line, reason);
        if (_strange is not null && Array.Exists(Strange, strange => reason.EndsWith(strange, StringComparison.Ordinal)))
        {
            _strange.Add(problem);
            return;
        }

        TellStrange();
        _onProblem(problem);
    }

    private LogProblem Foreign(string kind) => new(_file, 0, $"this is {kind}, and no log of invocations");

    private bool IsExplained(string reason) => _window.Fault is not null && (reason == CutOff || _lineLength == _window.Text.Length);
}

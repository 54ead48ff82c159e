using System.Runtime.InteropServices;
using System.Text;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Terminals;

namespace KillSwitch.Cli.Watching;

/// <summary>The terminal's other screen, and its keys. Left as it was found, at the end and on an error.</summary>
internal sealed class LiveScreen : IDisposable
{
    private const string Enter = "\e[?1049h\e[?25l";
    private const string Left = "\e[0m\e[?25h\e[?1049l";

    private readonly TextWriter _out;
    private readonly AnsiText _text;
    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly System.Threading.Channels.Channel<ConsoleKeyInfo> _keys =
        System.Threading.Channels.Channel.CreateUnbounded<ConsoleKeyInfo>();
    private volatile bool _isStale = true;
    private readonly Lock _lock = new();
    private readonly IDisposable _leaving;
    private bool _isLeft;

    public LiveScreen(TextWriter output, bool isColoured, Interruption interruption)
    {
        _leaving = interruption.OnLeaving(Leave);
        (_out, _text) = (output, new AnsiText(isColoured));
        Write(Enter);
        if (!OperatingSystem.IsWindows())
        {
            // A program that sleeps cannot put the terminal back: Ctrl-Z does nothing here.
            _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTSTP, signal => signal.Cancel = true));
            _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ =>
            {
                Write(Enter);
                _isStale = true;
            }));
        }

        if (!Console.IsInputRedirected)
            new Thread(ReadKeys) { IsBackground = true, Name = "keys" }.Start();
    }

    /// <summary>Whether what was drawn is gone, so that it has to be drawn again.</summary>
    public bool IsStale => _isStale;

    /// <summary>Columns and rows, as they are now.</summary>
    public static (int Width, int Height) Size => (Math.Max(1, Console.WindowWidth), Math.Max(1, Console.WindowHeight));

    /// <summary>The next key that was pressed; null for none.</summary>
    public ConsoleKeyInfo? Key() => _keys.Reader.TryRead(out var key) ? key : null;

    /// <summary>
    /// Draws a whole screen at once. Each line is erased before it is written: after a full one the cursor stands on its last cell.
    /// </summary>
    public void Draw(IReadOnlyList<Line> lines)
    {
        _isStale = false;
        var screen = new StringBuilder("\e[?2026h\e[H");
        for (var i = 0; i < lines.Count; i++)
            screen.Append(i == 0 ? "" : "\r\n").Append("\e[2K").Append(_text.Of(lines[i]));
        Write(screen.Append("\e[?2026l").ToString());
    }

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _leaving.Dispose();
        Leave();
    }

    // By whoever comes first: the view that ends, or a signal that does not wait for it.
    private void Leave()
    {
        lock (_lock)
        {
            Write(Left);
            _isLeft = true;
        }
    }

    private void Write(string text)
    {
        lock (_lock)
        {
            if (_isLeft)
                return;
            _out.Write(text);
            _out.Flush();
        }
    }

    // In a thread of its own that never stops reading: between two reads the terminal would show what is typed.
    private void ReadKeys()
    {
        try
        {
            while (_keys.Writer.TryWrite(Console.ReadKey(intercept: true)))
            {
            }
        }
        catch (Exception error) when (error is InvalidOperationException or IOException)
        {
            // The terminal has gone: there are no more keys.
        }
    }
}

using OxyPlot.Axes;

namespace EdgeRuntime.Device.Evaluation.Plots;

/// <summary>A <see cref="PlotAxis"/> to draw: from 0 to 1, with its own marks at their places.</summary>
internal sealed class ScaledAxis : LinearAxis
{
    private readonly PlotAxis _axis;

    /// <summary>Colour of its lines across the plot.</summary>
    public static OxyPlot.OxyColor Grid { get; } = OxyPlot.OxyColor.FromRgb(0xdd, 0xe1, 0xe6);

    /// <summary>At one side of the plot.</summary>
    public ScaledAxis(PlotAxis axis, AxisPosition position)
    {
        _axis = axis;
        Position = position;
        Title = axis.Title;
        (Minimum, Maximum) = (0, 1);
        MajorGridlineStyle = OxyPlot.LineStyle.Solid;
        MajorGridlineColor = Grid;
        TickStyle = TickStyle.Outside;
        AxisTitleDistance = 14;
    }

    /// <inheritdoc/>
    public override void GetTickValues(
        out IList<double> majorLabelValues, out IList<double> majorTickValues, out IList<double> minorTickValues)
    {
        majorTickValues = majorLabelValues = [.. _axis.Marks.Select(_axis.Place)];
        minorTickValues = [];
    }

    /// <inheritdoc/>
    protected override string FormatValueOverride(double x) => _axis.Label(_axis.Marks.MinBy(mark => Math.Abs(_axis.Place(mark) - x)));
}

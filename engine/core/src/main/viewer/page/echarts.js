/**
 * The part of ECharts that the charts use, and nothing else: half of the whole. Jenkins' pages do not load this file: there
 * the echarts-api plugin brings the complete library.
 */
import { init, use } from 'echarts/core';
import { BarChart, CustomChart, LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, CustomChart, LineChart, GridComponent, MarkLineComponent, TooltipComponent, LabelLayout, SVGRenderer]);

export const echarts = { init };
